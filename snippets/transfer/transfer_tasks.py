"""전이 학습의 두 문제: 0~5로 배우고 6~9로 옮긴다.

주장: 두 문제는 클래스가 하나도 겹치지 않고, 숫자는 12x12의 아무 데나 놓인다.
출처: scikit-learn digits
"""

# %% setup
import matplotlib.pyplot as plt
from moving_digits import is_source, labels, pool, source

# %% tasks-plot
fig, axes = plt.subplots(2, 8, num="transfer-tasks", figsize=(7.5, 2.3), layout="constrained")
for i in range(8):
    axes[0, i].imshow(source[0][i, 0], cmap="gray")
    axes[0, i].set_title(source[1][i].item())
    axes[1, i].imshow(pool[0][i, 0], cmap="gray")
    axes[1, i].set_title(pool[1][i].item() + 6)
for ax in axes.flat:
    ax.set(xticks=[], yticks=[])
axes[0, 0].set_ylabel("사전 훈련")
axes[1, 0].set_ylabel("새 문제")

# %% apart
old, new = set(labels[is_source].tolist()), set(labels[~is_source].tolist())
print(sorted(old), sorted(new))
assert not old & new
assert source[0].shape[1:] == pool[0].shape[1:] == (1, 12, 12)
