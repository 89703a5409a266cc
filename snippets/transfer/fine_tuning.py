"""미세 조정: 사전 훈련한 층의 어디까지 다시 배울지 네 가지로 겨룬다.

주장: 다시 배우는 층이 많을수록 훈련하는 파라미터가 는다.
    비슷한 문제에 이름표가 적으면 사전 훈련이 처음부터 배우기보다 훨씬 낫고,
    닮지 않은 문제이거나 이름표가 많으면 그 차이가 줄어든다.
출처: 합성곱 신경망과 이상탐지 학습 노트 5-3-2절; scikit-learn digits; skimage brick, grass, gravel
"""

# %% setup
import copy

import matplotlib.pyplot as plt
import pandas as pd
import torch
from moving_digits import fit, make_body, pick, pool, pretrain, score, test
from textures import tile_pool, tile_test
from torch import nn

pretrained, _ = pretrain()


# %% strategies
def prepare(strategy, n_classes):
    """모델과, 학습률이 따로인 파라미터 묶음을 만든다."""
    body = make_body() if strategy == "처음부터" else copy.deepcopy(pretrained)
    thawed = {"분류기만": [], "끝 블록까지": [body[4]]}.get(strategy, [body])
    body.requires_grad_(False).eval()  # 모두 얼리고, 배치 정규화의 통계도 멈춘다
    head = nn.Linear(32, n_classes)
    groups = [{"params": head.parameters(), "lr": 0.01}]
    for part in thawed:  # 다시 배울 곳만 녹인다. 배운 층은 천천히 움직인다
        part.requires_grad_(True).train()
        rate = 0.01 if strategy == "처음부터" else RATE
        groups.append({"params": part.parameters(), "lr": rate})
    return nn.Sequential(body, head), groups


# %% counts
names = ["분류기만", "끝 블록까지", "전부", "처음부터"]
trained = {}
for name in names:
    model, _ = prepare(name, 4)
    trained[name] = sum(p.numel() for p in model.parameters() if p.requires_grad)
print(trained)
n_head, n_last, n_all = (trained[name] for name in names[:3])
assert n_head < n_last < n_all == trained["처음부터"]

# %% compare
tasks = {"비슷한 문제": (*pool, *test)}
tasks["닮지 않은 문제"] = (*tile_pool, *tile_test)
few, many, n_seeds = 3, 60, 3
scores = {}
for task, (X, y, X_test, y_test) in tasks.items():
    for per_class in (few, many):
        for name in names:
            runs = []
            for seed in range(n_seeds):
                torch.manual_seed(seed)
                chosen, (model, groups) = pick(y, per_class, seed), prepare(name, int(y.max()) + 1)
                runs.append(score(fit(model, X[chosen], y[chosen], 45, groups), X_test, y_test))
            scores[task, per_class, name] = sum(runs) / n_seeds
table = pd.Series(scores).unstack()[names]
few_gain, many_gain, far_few_gain = (
    table.loc[where].drop("처음부터").max() - table.loc[where, "처음부터"]
    for where in (("비슷한 문제", few), ("비슷한 문제", many), ("닮지 않은 문제", few))
)
head_few, last_few, scratch_few = table.loc[("비슷한 문제", few), names[:2] + names[3:]]
head_many, all_many = table.loc[("비슷한 문제", many), ["분류기만", "전부"]]
assert few_gain > 0.15 and few_gain > 2 * max(many_gain, far_few_gain)
assert all_many > head_many + 0.1
table.round(2)

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
