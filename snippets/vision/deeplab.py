"""팽창 합성곱: 커널의 칸 사이를 벌려 같은 가중치로 넓게 본다.

주장: 팽창 2인 3x3은 가중치 9개로 5x5를 보고, 사이에 0을 끼운 5x5 커널과 값이 같다.
    팽창 2를 세 번 쌓으면 보는 범위의 대부분이 빈다. 1, 2, 3이면 비지 않는다.
    스트라이드를 팽창으로 바꾸어도 파라미터의 수가 같고 특성 맵은 네 배씩 넓다.
출처: Yu & Koltun (2016); Chen et al. (2017, 2018); Wang et al. (2018); torchvision.models.resnet
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torchvision import models

torch.manual_seed(0)

# %% zeros-between
image, kernel = torch.randn(1, 1, 9, 9), torch.randn(1, 1, 3, 3)
spread = torch.zeros(1, 1, 5, 5)
spread[..., ::2, ::2] = kernel  # 칸 사이에 0을 끼운 5x5
error = (F.conv2d(image, kernel, dilation=2) - F.conv2d(image, spread)).abs().max().item()
n_weights, span = kernel.numel(), spread.shape[-1]
print(f"가중치 {n_weights}개, 폭 {span}, 차이 {error:.0e}")
assert error < 1e-5


# %% paths
def paths(rates, size=15):
    """가운데 출력 한 칸까지 가는 길이 픽셀마다 몇 개인지 기울기로 센다."""
    x = torch.zeros(1, 1, size, size, requires_grad=True)
    h, ones = x, torch.ones(1, 1, 3, 3)
    for rate in rates:
        h = F.conv2d(h, ones, padding=rate, dilation=rate)
    h[0, 0, size // 2, size // 2].backward()
    return x.grad[0, 0]  # (size, size)


def width(seen):
    """영향을 주는 칸의 왼쪽 끝부터 오른쪽 끝까지."""
    columns = torch.where(seen.any(0))[0]
    return int(columns[-1] - columns[0] + 1)


assert [width(paths([r]) > 0) for r in (1, 2, 4)] == [3, 5, 9]

# %% kernels-plot
fig, axes = plt.subplots(1, 3, num="atrous-kernels", figsize=(7.5, 2.7), layout="constrained")
for ax, rate in zip(axes, (1, 2, 4)):
    seen = paths([rate], size=11)
    ax.imshow(seen, cmap="gray_r", vmax=1.6)
    ax.set(title=f"팽창 {rate}: {width(seen > 0)}x{width(seen > 0)}")
    ax.set_xticks(torch.arange(0.5, 10).tolist(), [])
    ax.set_yticks(torch.arange(0.5, 10).tolist(), [])

# %% holes
same, mixed = paths([2, 2, 2]), paths([1, 2, 3])
wide = width(same > 0)
share_same = (same > 0).sum().item() / width(same > 0) ** 2
share_mixed = (mixed > 0).sum().item() / width(mixed > 0) ** 2
print(wide, f"2, 2, 2: {share_same:.0%}   1, 2, 3: {share_mixed:.0%}")
assert width(same > 0) == width(mixed > 0) == 13
assert share_same < 0.3 and share_mixed == 1

# %% holes-plot
fig, axes = plt.subplots(1, 2, num="atrous-holes", figsize=(6, 3.1), layout="constrained")
for ax, seen, title in zip(axes, (same, mixed), ("팽창 2, 2, 2", "팽창 1, 2, 3")):
    ax.imshow(seen, cmap="gray_r")
    ax.set(title=title, xticks=[], yticks=[])

# %% keep-size
rows = {}
with torch.device("meta"):  # 값 없이 모양만 흘린다
    for dilate in ([False] * 3, [False, True, True]):
        net = models.resnet50(replace_stride_with_dilation=dilate)
        h = net.maxpool(net.conv1(torch.empty(1, 3, 512, 512)))
        h = net.layer4(net.layer3(net.layer2(net.layer1(h))))  # (1, 2048, H, W)
        rows[h.shape[-1]] = sum(p.numel() for p in net.parameters())
small, large = rows
n_params = rows[large]
print(rows)
assert (small, large) == (16, 64) and rows[small] == rows[large]
