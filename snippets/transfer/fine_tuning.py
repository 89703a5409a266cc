"""미세 조정: 사전 훈련한 층의 어디까지 다시 배울지 네 가지로 겨룬다.

주장: 비슷한 문제에 레이블이 적으면 사전 훈련이 처음부터 배우기보다 훨씬 낫다.
    닮지 않은 문제에 레이블이 적으면 이득이 보이지 않고, 레이블이 많으면 차이가 작다.
    레이블이 많으면 분류기만 배우는 것이 전부 배우는 것보다 못하다.
출처: 합성곱 신경망과 이상탐지 학습 노트 5-3-2절; scikit-learn digits; skimage brick, grass, gravel
"""

# /// script
# [tool.maedeup]
# timeout_s = 300
# ///

# %% setup
import copy

import matplotlib.pyplot as plt
import pandas as pd
import torch
from moving_digits import pick, pool, test
from small_cnn import fit, make_body, pretrain, score
from textures import tile_pool, tile_test
from torch import nn

pretrained, _ = pretrain()


# %% strategies
def prepare(strategy, n_classes):
    body = make_body() if strategy == "처음부터" else copy.deepcopy(pretrained)
    body.requires_grad_(False).eval()  # 모두 얼리고, 배치 정규화의 통계도 멈춘다
    thawed = {"분류기만": [], "끝 블록까지": [body[4]]}.get(strategy, [body])
    for part in thawed:  # 다시 배울 곳만 녹인다
        part.requires_grad_(True).train()
    return nn.Sequential(body, nn.Linear(32, n_classes))


# %% counts
names = ["분류기만", "끝 블록까지", "전부", "처음부터"]
trained = {}
for name in names:
    thawed = [p for p in prepare(name, 4).parameters() if p.requires_grad]
    trained[name] = sum(p.numel() for p in thawed)
print(trained)
n_head, n_last, n_all = (trained[name] for name in names[:3])
assert n_head < n_last < n_all == trained["처음부터"]

# %% compare
tasks = {"비슷한 문제": (*pool, *test), "닮지 않은 문제": (*tile_pool, *tile_test)}
few, many, n_seeds = 3, 60, 5
scores = {}
for task, (X, y, X_test, y_test) in tasks.items():
    for per_class in (few, many):
        for name in names:
            runs = []
            for seed in range(n_seeds):
                torch.manual_seed(seed)
                chosen, model = pick(y, per_class, seed), prepare(name, int(y.max()) + 1)
                fit(model, X[chosen], y[chosen], 60)
                runs.append(score(model, X_test, y_test))
            scores[task, per_class, name] = runs
table = pd.Series({key: sum(runs) / n_seeds for key, runs in scores.items()}).unstack()[names]

# %% gains
# 사전 훈련한 것 가운데 가장 나은 전략이 처음부터 배운 것보다 얼마나 나은가
gains = table[names[:3]].max(axis=1) - table["처음부터"]
few_gain, far_few_gain = gains["비슷한 문제", few], gains["닮지 않은 문제", few]
many_gap = gains.xs(many, level=1).abs().max()
head_few, last_few = table.loc[("비슷한 문제", few), names[:2]]
head_many, all_many = table.loc[("비슷한 문제", many), ["분류기만", "전부"]]
both = [[scores[task, few, name] for name in ("끝 블록까지", "처음부터")] for task in tasks]
n_near, n_far = (sum(a > b for a, b in zip(*pair)) for pair in both)
print(f"세 장, 끝 블록까지 > 처음부터인 시드: 닮은 문제 {n_near}, 닮지 않은 문제 {n_far}")
assert few_gain > 0.15 and far_few_gain < 0
assert many_gap < 0.1 and all_many > head_many + 0.1 and last_few > head_few - 0.02
points = (gains.unstack().loc[list(tasks)] * 100).round().astype(int)
points.add_prefix("클래스마다 ").add_suffix("장")

# %% quadrants-plot
fig, axes = plt.subplots(2, 2, num="fine-tune-quadrants", figsize=(7.5, 4.4), sharex=True)
for ax, ((task, per_class), values) in zip(axes.flat, table.loc[list(tasks)].iterrows()):
    ax.barh(names, values, color=["C0", "C0", "C0", "C1"], alpha=0.7)
    for i, v in enumerate(values):
        ax.text(v + 0.01, i, f"{v:.0%}", va="center", fontsize=9.5)
    ax.axvline(1 / (4 if task == "비슷한 문제" else 3), color="k", lw=0.8, ls=":")
    ax.set(title=f"{task}, 클래스마다 {per_class}장", xlim=(0, 1.08), xticks=[])
    ax.invert_yaxis()
    ax.grid(False)
fig.tight_layout()
