"""완전 합성곱 네트워크: 완전 연결층을 합성곱으로 바꾸면 큰 사진에 점수의 지도를 낸다.

주장: Linear(512*7*7, 10)은 7x7 합성곱과 같고, 더 큰 입력에는 지도를 낸다.
    조각을 가리도록 배운 분류기가 다시 배우지 않고 무늬의 지도를 그린다.
출처: Long, Shelhamer & Darrell (2015); skimage brick, grass, gravel
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from texture_windows import X, photos, y
from torch import nn

torch.manual_seed(0)

# %% linear-as-conv
linear = nn.Linear(512 * 7 * 7, 10)
kernel = linear.weight.view(10, 512, 7, 7)  # 가중치를 접기만 한다
small, large = torch.randn(1, 512, 7, 7), torch.randn(1, 512, 10, 10)
as_linear = linear(small.flatten(1))  # (1, 10)
as_conv = F.conv2d(small, kernel, linear.bias)  # (1, 10, 1, 1)
score_map = F.conv2d(large, kernel, linear.bias)  # (1, 10, 4, 4)
map_size = score_map.shape[2]
print(tuple(as_conv.shape), tuple(score_map.shape))
assert torch.allclose(as_linear, as_conv[:, :, 0, 0], atol=1e-4)
corner = linear(large[:, :, 3:, 3:].flatten(1))  # 오른쪽 아래 창 하나
assert torch.allclose(score_map[:, :, 3, 3], corner, atol=1e-4)

# %% refuses
try:
    linear(large.flatten(1))
except RuntimeError as error:
    message = str(error)
    print(type(error).__name__, message)
assert "25088" in message

# %% train
sizes, layers = [(1, 8), (8, 16), (16, 32)], []
for c_in, c_out in sizes:
    layers += [nn.Conv2d(c_in, c_out, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
conv, head = nn.Sequential(*layers), nn.Linear(32 * 4 * 4, 3)
optimizer = torch.optim.Adam([*conv.parameters(), *head.parameters()], lr=0.003)
for _ in range(4):
    for i in torch.randperm(len(X)).split(32):
        loss = F.cross_entropy(head(conv(X[i]).flatten(1)), y[i])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

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
chance = (truth.flatten().bincount().max() / truth.numel()).item()
coarse_size = coarse.shape[2]
repeats = coarse_size**2 * 32**2 / 256**2  # 창마다 자를 때 픽셀 하나를 계산하는 횟수
print(tuple(coarse.shape), f"픽셀 정확도 {accuracy:.2f}")
assert scores.shape[2:] == truth.shape
assert accuracy > chance + 0.3 and repeats > 10

# %% heatmap-plot
fig, axes = plt.subplots(1, 4, num="fcn-heatmap", figsize=(8, 2.7), layout="constrained")
axes[0].imshow(mosaic[0, 0], cmap="gray")
axes[1].imshow(coarse.softmax(1)[0, 1], vmin=0, vmax=1)
axes[2].imshow(guess, vmin=0, vmax=2)
axes[3].imshow(truth, vmin=0, vmax=2)
titles = ("이어 붙인 사진", f"잔디의 확률 {coarse_size}x{coarse_size}", "답", "정답")
for ax, title in zip(axes, titles):
    ax.set(title=title, xticks=[], yticks=[])
