"""공간 구조: 가까운 픽셀은 닮았고, 펼치면 그 이웃 관계가 자리에서 사라진다.

주장: 옆 픽셀끼리의 상관은 1에 가깝고 아무 두 픽셀의 상관은 0에 가깝다.
    픽셀을 섞어도 k-최근접 이웃과 완전 연결층의 성적은 그대로이고, 합성곱 신경망의 성적은 떨어진다.
출처: 합성곱 신경망과 이상탐지 학습 노트; AI와 Flask 강의 노트; skimage camera; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import torch
from skimage import data
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier
from torch import nn

torch.manual_seed(0)
rng = np.random.default_rng(0)

# %% neighbours
photo = data.camera() / 255  # (512, 512)
width = photo.shape[1]
side_by_side = float(np.corrcoef(photo[:, :-1].ravel(), photo[:, 1:].ravel())[0, 1])
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
straight = KNeighborsClassifier(3).fit(X[train], y[train]).score(X[test], y[test])
mixed = KNeighborsClassifier(3).fit(X[train][:, shuffle], y[train]).score(X[test][:, shuffle], y[test])
print(f"그대로 {straight:.3f}, 섞은 뒤 {mixed:.3f}")
assert straight == mixed  # 거리는 픽셀의 차례를 모른다


# %% train
def build(kind):
    if kind == "완전 연결":
        return nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    grid = nn.Unflatten(1, (1, 8, 8))  # (N, 64) -> (N, 1, 8, 8)
    first = [nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]  # (N, 16, 4, 4)
    second = [nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]  # (N, 16, 2, 2)
    return nn.Sequential(grid, *first, *second, nn.Flatten(), nn.Linear(64, 10))


def accuracy(kind, pixels, seed, epochs=12):
    torch.manual_seed(seed)
    x, labels = torch.tensor(X[:, pixels], dtype=torch.float32), torch.tensor(y)
    model = build(kind)
    adam = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(epochs):
        for batch in torch.tensor(train)[torch.randperm(len(train))].split(50):
            adam.zero_grad()
            nn.functional.cross_entropy(model(x[batch]), labels[batch]).backward()
            adam.step()
    return (model(x[test]).argmax(1) == labels[test]).float().mean().item()


# %% shuffled-pixels
plain = np.arange(64)
score = {
    (kind, name): float(np.mean([accuracy(kind, pixels, seed) for seed in range(3)]))
    for kind in ("완전 연결", "합성곱")
    for name, pixels in (("그대로", plain), ("섞음", shuffle))
}
for key, value in score.items():
    print(*key, f"{value:.3f}")
cnn_plain, cnn_mixed = score["합성곱", "그대로"], score["합성곱", "섞음"]
mlp_plain, mlp_mixed = score["완전 연결", "그대로"], score["완전 연결", "섞음"]
