"""픽셀 값 정규화: 채널마다 평균을 빼고 표준편차로 나눈다.

주장: 표준화한 뒤 채널마다 평균은 0, 표준편차는 1이다(허용 오차 1e-5).
    0..255를 그대로 넣은 신경망의 첫 손실은 ln 10의 다섯 배가 넘고, 줄여 넣으면 ln 10에 가깝다
    (첫 가중치 다섯 벌 모두).
출처: AI 라이브러리 학습 노트 3주차; torchvision 문서 Normalize
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_sample_images
from torch import nn
from torch.nn.functional import cross_entropy
from torchvision.models import ResNet18_Weights
from torchvision.transforms.functional import normalize

torch.manual_seed(0)

# %% patches
photos = torch.stack([torch.tensor(p) for p in load_sample_images().images])  # (2, H, W, 3)
tiles = photos.unfold(1, 32, 32).unfold(2, 32, 32)  # (2, 13, 20, 3, 32, 32)
raw = tiles.reshape(-1, 3, 32, 32).float()  # (N, C, H, W), 0..255
scaled = raw / 255  # 0..1
n_patches = len(raw)
print(tuple(raw.shape), raw.max().item(), scaled.max().item())

# %% standardize
mean = scaled.mean(dim=(0, 2, 3))  # (N, C, H, W) -> (C,)
std = scaled.std(dim=(0, 2, 3))
z = (scaled - mean[:, None, None]) / std[:, None, None]  # (C, 1, 1)로 넓혀 나눈다
print(mean, std)
assert z.mean(dim=(0, 2, 3)).abs().max() < 1e-5
assert (z.std(dim=(0, 2, 3)) - 1).abs().max() < 1e-5
assert torch.equal(z, normalize(scaled, mean.tolist(), std.tolist()))

# %% histogram-plot
fig, axes = plt.subplots(1, 2, num="normalise-hist", figsize=(8, 2.8), layout="constrained")
for ax, values, title in zip(axes, [scaled, z], ["0..1로 줄인 값", "표준화한 값"]):
    for c, (name, style) in enumerate({"R": "-", "G": "--", "B": ":"}.items()):
        density, edges = torch.histogram(values[:, c].flatten(), bins=50, density=True)
        ax.plot((edges[1:] + edges[:-1]) / 2, density, style, label=name)
    ax.axvline(0, color="0.6", lw=0.8)
    ax.set(title=title, xlabel="픽셀 값", ylabel="밀도")
axes[0].legend(title="채널")

# %% first-loss
# 아직 배우지 않은 열 클래스 분류기는 손실이 ln 10이어야 정상이다.
labels, losses, n_seeds = torch.randint(10, (n_patches,)), [], 5
for seed in range(n_seeds):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, 64), nn.ReLU(), nn.Linear(64, 10))
    losses.append([cross_entropy(net(v), labels).item() for v in (raw, scaled, z)])
losses, ln10 = torch.tensor(losses), math.log(10)  # (시드, 3)
loss_raw, loss_scaled, loss_z = losses.median(0).values.tolist()
print(f"그대로 {loss_raw:.1f}, 0..1 {loss_scaled:.2f}, 표준화 {loss_z:.2f}, ln 10 {ln10:.2f}")
assert losses[:, 0].min() > 5 * ln10 and (losses[:, 1:] - ln10).abs().max() < 0.2

# %% imagenet
recipe = ResNet18_Weights.DEFAULT.transforms()
imagenet_mean, imagenet_std = tuple(recipe.mean), tuple(recipe.std)
print(imagenet_mean, imagenet_std)
assert imagenet_mean == (0.485, 0.456, 0.406) and imagenet_std == (0.229, 0.224, 0.225)
