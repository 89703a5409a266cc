"""완전 합성곱 네트워크: 조각의 분류기로 큰 사진에 무늬의 지도를 그린다.

주장: 조각을 가리도록 배운 분류기가 다시 배우지 않고 무늬의 지도를 그린다.
출처: Long, Shelhamer & Darrell (2015); skimage brick, grass, gravel
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from skimage import data
from torch import nn

torch.manual_seed(0)

# %% tiles
photos = np.stack([data.brick(), data.grass(), data.gravel()])
photos = torch.from_numpy(photos).float()  # (3, 512, 512)
photos -= photos.mean((1, 2), keepdim=True)
photos /= photos.std((1, 2), keepdim=True)
tiles = photos[:, :, :256].unfold(1, 32, 16).unfold(2, 32, 16)  # 왼쪽 절반
X = tiles.reshape(-1, 1, 32, 32)
y = torch.arange(3).repeat_interleave(len(X) // 3)

# %% train
sizes, layers = [(1, 8), (8, 16), (16, 32)], []
for c_in, c_out in sizes:
    layers += [nn.Conv2d(c_in, c_out, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
conv, head = nn.Sequential(*layers), nn.Linear(32 * 4 * 4, 3)
adam = torch.optim.Adam([*conv.parameters(), *head.parameters()], lr=0.003)
for _ in range(4):
    for i in torch.randperm(len(X)).split(32):
        loss = F.cross_entropy(head(conv(X[i]).flatten(1)), y[i])
        adam.zero_grad()
        loss.backward()
        adam.step()

# %% mosaic
down, right = torch.arange(256)[:, None], torch.arange(256)  # (256, 1), (256,)
disc = (down - 128) ** 2 + (right - 128) ** 2 < 80**2
truth = torch.where(disc, 1, torch.where(right < 128, 0, 2))  # (256, 256)
unseen = photos[:, 128:384, 256:]  # 배우지 않은 오른쪽 절반
mosaic = unseen.gather(0, truth[None])[None]  # (1, 1, 256, 256)
with torch.no_grad():
    coarse = F.conv2d(conv(mosaic), head.weight.view(3, 32, 4, 4), head.bias)
    # 창의 가운데끼리 맞추어 키우고, 둘레는 가장 가까운 점수로 채운다.
    grown = F.interpolate(coarse, scale_factor=8, mode="bilinear")
    scores = F.pad(grown, (12, 12, 12, 12), mode="replicate")
guess = scores.argmax(1)[0]  # (256, 256)
accuracy = (guess == truth).float().mean().item()
shares = torch.bincount(truth.flatten()) / truth.numel()
chance = shares.max().item()
coarse_size = coarse.shape[2]
repeats = coarse_size**2 * 32**2 / 256**2  # 창마다 자를 때 픽셀 하나를 계산하는 횟수
print(tuple(coarse.shape), f"픽셀 정확도 {accuracy:.2f}")
assert scores.shape[2:] == truth.shape
assert accuracy > chance + 0.3 and repeats > 10

# %% heatmap-plot
figure = {"num": "fcn-heatmap", "figsize": (8, 2.7), "layout": "constrained"}
fig, axes = plt.subplots(1, 4, **figure)
axes[0].imshow(mosaic[0, 0], cmap="gray")
axes[1].imshow(coarse.softmax(1)[0, 1], vmin=0, vmax=1)
axes[2].imshow(guess, vmin=0, vmax=2)
axes[3].imshow(truth, vmin=0, vmax=2)
titles = ("이어 붙인 사진", f"잔디의 확률 {coarse_size}x{coarse_size}", "답", "정답")
for ax, title in zip(axes, titles):
    ax.set(title=title, xticks=[], yticks=[])
