"""공간 구조: 가까운 픽셀은 닮았고, 펼치면 그 이웃 관계가 자리에서 사라진다.

주장: 옆 픽셀끼리의 상관은 1에 가깝고 아무 두 픽셀의 상관은 0에 가깝다.
    픽셀의 자리를 모두 섞어도 k-최근접 이웃의 성적은 그대로다.
출처: 합성곱 신경망과 이상탐지 학습 노트; AI와 Flask 강의 노트; skimage camera; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from skimage import data
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier
from torch import nn

rng = np.random.default_rng(0)

# %% neighbours
photo = data.camera() / 255  # (512, 512)
one, beside = photo[:, :-1].ravel(), photo[:, 1:].ravel()
side_by_side = float(np.corrcoef(one, beside)[0, 1])
a, b = rng.integers(photo.size, size=(2, 200_000))
anywhere = float(np.corrcoef(photo.ravel()[a], photo.ravel()[b])[0, 1])
print(f"옆 픽셀 {side_by_side:.3f}, 아무 두 픽셀 {anywhere:.3f}")
assert side_by_side > 0.95 and abs(anywhere) < 0.02

# %% stripe-plot
digits = load_digits()
images = digits.images / 16  # (1797, 8, 8)
shuffle = rng.permutation(64)
one = images[1]
fig = plt.figure(num="flatten-stripe", figsize=(7, 3.3), layout="constrained")
axes = fig.subplot_mosaic([["image", "shuffled"], ["row", "row"]], height_ratios=[3, 1])
axes["image"].imshow(one, cmap="gray")
axes["shuffled"].imshow(one.ravel()[shuffle].reshape(8, 8), cmap="gray")
axes["row"].imshow(one.reshape(1, 64), cmap="gray", aspect="auto")
for key, title in {"image": "8x8 이미지", "shuffled": "픽셀을 섞은 것", "row": "펼친 것"}.items():
    axes[key].set(title=title, xticks=[], yticks=[])

# %% knn
X, y = images.reshape(-1, 64), digits.target  # (1797, 8, 8) -> (1797, 64)
order = rng.permutation(len(X))
train, test = order[:1200], order[1200:]
score = {}
for name, pixels in (("그대로", X), ("섞은 뒤", X[:, shuffle])):
    knn = KNeighborsClassifier(3).fit(pixels[train], y[train])
    score[name] = knn.score(pixels[test], y[test])
straight, mixed = score.values()
print(f"그대로 {straight:.3f}, 섞은 뒤 {mixed:.3f}")
assert straight == mixed  # 거리는 픽셀의 차례를 모른다

# %% big
dense = nn.Linear(3 * 224 * 224, 64, bias=False, device="meta")
conv = nn.Conv2d(3, 64, 3, bias=False, device="meta")
n_big_dense, n_big_conv = dense.weight.numel(), conv.weight.numel()
print(f"{n_big_dense:,} / {n_big_conv:,}")
assert n_big_dense == 3 * 224 * 224 * 64 and n_big_conv == 64 * 27
