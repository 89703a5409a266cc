"""머신러닝과 딥러닝의 차이: 특성을 사람이 만드느냐, 기계가 배우느냐.

주장: 같은 손글씨 397장을 두고, 사람이 만든 특성(행과 열의 합) 위의 로지스틱 회귀보다 특성까지 배운
    작은 CNN이 더 맞힌다(시드 다섯 모두). 같은 로지스틱 회귀도 배운 특성을 받으면 CNN만큼 맞힌다.
출처: sklearn digits; LeCun, Bengio & Hinton (2015)
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import nn

n_seeds = 5
digits = load_digits()
images, target = digits.images / 16, digits.target
split = train_test_split(images, target, test_size=397, random_state=0, stratify=target)
X_train, X_test, y_train, y_test = split  # (1400, 8, 8), (397, 8, 8), ...
n_train, n_test = len(y_train), len(y_test)


# %% classifier
def held_out(features_train, features_test):
    """로지스틱 회귀를 훈련하고 시험 표본의 정확도를 낸다."""
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return float(model.fit(features_train, y_train).score(features_test, y_test))


# %% by-hand
def sums(images):
    # (n, 8), (n, 8) -> (n, 16)
    return np.hstack([images.sum(axis=1), images.sum(axis=2)])


by_hand = held_out(sums(X_train), sums(X_test))
print(f"행과 열의 합 16개: {by_hand:.3f}")

# %% network
images, labels = torch.tensor(X_train).float()[:, None], torch.tensor(y_train)


def train(seed):
    torch.manual_seed(seed)
    features = [nn.Conv2d(1, 16, 3, padding=1), nn.ReLU()]
    features += [nn.Conv2d(16, 32, 3, padding=1), nn.ReLU()]
    # (n, 1, 8, 8) -> (n, 512)
    body = nn.Sequential(*features, nn.MaxPool2d(2), nn.Flatten())
    net = nn.Sequential(body, nn.Linear(512, 10))
    optimizer = torch.optim.Adam(net.parameters(), lr=0.005, fused=True)
    for _ in range(8):
        for batch in torch.randperm(n_train).split(64):
            loss = nn.functional.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return body, net.requires_grad_(False)


# %% learned
test_images = torch.tensor(X_test).float()[:, None]  # (397, 1, 8, 8)
nets, scores = [train(seed) for seed in range(n_seeds)], []
for body, net in nets:
    right = float((net(test_images).argmax(1).numpy() == y_test).mean())
    scores.append((right, held_out(body(images).numpy(), body(test_images).numpy())))
deep, learned = (sorted(column)[n_seeds // 2] for column in zip(*scores))  # 시드의 중앙값
deep_worst = min(right for right, _ in scores)
print(f"CNN: {deep:.3f} (최저 {deep_worst:.3f}), 배운 특성 위의 로지스틱 회귀: {learned:.3f}")
assert deep_worst > by_hand + 0.05 and all(b > a - 0.01 for a, b in scores)

# %% pixels
pixels = held_out(X_train.reshape(n_train, -1), X_test.reshape(n_test, -1))  # (n, 64)
print(f"픽셀 64개 그대로: {pixels:.3f}")
assert by_hand + 0.05 < pixels < learned

# %% pipeline-plot
fig, axes = plt.subplots(1, 3, num="ml-dl-pipeline", figsize=(7.6, 2.6), layout="constrained")
axes[0].imshow(X_test[0], cmap="gray")
axes[0].set_title("입력")
axes[1].bar(range(16), sums(X_test[:1])[0], color=["C0"] * 8 + ["C1"] * 8)
axes[1].set(title="사람이 만든 특성", xlabel="열의 합 8개, 행의 합 8개")
maps = nets[0][0][:4](test_images[:1])[0]  # (32, 8, 8)
strongest = maps.mean(dim=(1, 2)).topk(12).indices
tiles = maps[strongest].reshape(3, 4, 8, 8).permute(0, 2, 1, 3).reshape(24, 32)
axes[2].imshow(tiles, cmap="viridis")
axes[2].set_title("기계가 배운 특성 (12장)")
for ax in axes[::2]:
    ax.axis("off")
