"""특성을 한 번만 뽑아 두기: 얼린 백본은 같은 사진에 늘 같은 특성을 낸다.

주장: 특성을 미리 뽑아 분류기만 배운 것과, 매번 백본을 지나며 배운 것의 가중치가 같다.
    뽑은 특성에는 어떤 분류기든 쓸 수 있고, 배운 특성에서는 새 숫자가 더 잘 나뉜다.
출처: Sharif Razavian et al. (2014); scikit-learn LogisticRegression, PCA
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from moving_digits import pick, pool, test
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import silhouette_score
from small_cnn import fit, make_body, pretrain, settle_norms
from torch import nn

# %% cache
body, _ = pretrain()
body.requires_grad_(False).eval()
chosen = pick(pool[1], 20, seed=0)
heads = []
for cached in (False, True):
    torch.manual_seed(0)
    head = nn.Linear(32, 4)
    if cached:
        fit(head, body(pool[0][chosen]), pool[1][chosen], n_steps=50)
    else:
        whole = nn.Sequential(body, head)
        fit(whole, pool[0][chosen], pool[1][chosen], 50, head.parameters())
    heads.append(head.weight.detach())
gap = (heads[0] - heads[1]).abs().max().item()
n_passes, n_cached = 50 * 32, len(chosen)
print(f"가중치의 차이 {gap:.0e}, 백본을 지난 사진 {n_passes}장과 {n_cached}장")
assert gap < 1e-4


# %% any-classifier
def judge(describe, seed):
    """레이블 80개로 로지스틱 회귀를 배워 시험한다."""
    rows = pick(pool[1], 20, seed)
    model = LogisticRegression(max_iter=1000).fit(describe(pool[0][rows]), pool[1][rows])
    return model.score(describe(test[0]), test[1])


on_features = [judge(body, seed) for seed in range(5)]
on_pixels = [judge(lambda x: x.flatten(1), seed) for seed in range(5)]
logistic_score, pixel_score = (sorted(runs)[2] for runs in (on_features, on_pixels))  # 중앙값
print(f"특성 위에서 {logistic_score:.1%}, 픽셀 위에서 {pixel_score:.1%}")
assert all(a > b + 0.2 for a, b in zip(on_features, on_pixels))

# %% space-plot
torch.manual_seed(0)
untrained = settle_norms(make_body()).requires_grad_(False)
spaces = {"픽셀": test[0].flatten(1)}
spaces |= {"무작위 특성": untrained(test[0]), "배운 특성": body(test[0])}
apart = [silhouette_score(space, test[1]) for space in spaces.values()]  # 클수록 잘 나뉜다
assert apart[2] > max(apart[:2]) + 0.05
fig, axes = plt.subplots(1, 3, num="feature-space", figsize=(7.5, 3), layout="constrained")
for ax, (name, space) in zip(axes, spaces.items()):
    flat = PCA(2).fit_transform(space)
    for c in range(4):
        mine = flat[test[1] == c]
        ax.scatter(*mine.T, s=9, color=f"C{c}", marker="osD^"[c], label=str(c + 6))
    ax.set(title=name, xticks=[], yticks=[])
fig.legend(*axes[2].get_legend_handles_labels(), loc="outside lower center", ncols=4)
