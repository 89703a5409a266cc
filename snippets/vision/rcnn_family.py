"""R-CNN 계열: 조각마다 합성곱을 하지 않고, 한 번 만든 특성 맵에서 오려 쓴다.

주장: 특성 맵을 먼저 만들고 오려도, 오리고 만든 것과 안쪽의 값이 같다.
    조각 2,000개의 합성곱은 사진 한 장의 합성곱보다 백 배 넘게 비싸다.
    RoI 풀링은 크기가 다른 상자를 같은 모양으로 만든다. 손으로 적은 것이 torchvision과 같다.
출처: Girshick et al. (2014); Girshick (2015); Ren et al. (2015); skimage astronaut
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from skimage import data
from torch import nn
from torchvision import models, ops

torch.manual_seed(0)

# %% shared
# (1, 3, 512, 512)
photo = torch.from_numpy(data.astronaut()).permute(2, 0, 1)[None] / 255
conv = nn.Sequential(
    nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1)
)
with torch.no_grad():
    cut_late = conv(photo)[..., 64:192, 160:288]  # 한 번 만들고 오린다
    cut_first = conv(photo[..., 64:192, 160:288])  # 오리고 만든다
gap = (cut_late - cut_first).abs().amax((0, 1))  # (128, 128)
inner, border = gap[2:-2, 2:-2].max().item(), gap.max().item()
print(f"안쪽 {inner:.0e}, 둘레 {border:.2f}")
assert inner < 1e-5 < 0.01 < border

# %% cost
macs = {"합성곱": 0, "완전 연결": 0}


def tally(layer, _, out):
    if isinstance(layer, nn.Conv2d):
        macs["합성곱"] += out.shape[1:].numel() * layer.weight[0].numel()
    if isinstance(layer, nn.Linear):
        macs["완전 연결"] += layer.weight.numel()


with torch.device("meta"):  # 값 없이 모양만 흘려 곱셈을 센다
    vgg = models.vgg16().eval()
    for layer in vgg.modules():
        layer.register_forward_hook(tally)
    vgg(torch.empty(1, 3, 224, 224))
    crop_conv, head = macs["합성곱"], macs["완전 연결"]
    vgg.features(torch.empty(1, 3, 600, 1000))
    whole_conv = macs["합성곱"] - crop_conv

# %% ratio
n_regions = 2000
apart, together = n_regions * (crop_conv + head), whole_conv + n_regions * head
conv_ratio, total_ratio = n_regions * crop_conv / whole_conv, apart / together
head_share = n_regions * head / together
giga_apart, giga_together = apart / 1e9, together / 1e9
print(
    f"합성곱 {conv_ratio:.0f}배, 모두 {total_ratio:.0f}배, "
    f"남은 일의 {head_share:.0%}가 분류기"
)
assert 150 < conv_ratio < 180 and total_ratio > 60 and head_share > 0.5


# %% roi-pool
def roi_pool(features, box, n=7):
    """상자(왼쪽, 위, 오른쪽, 아래. 특성 맵의 칸)를 n x n칸으로 나누어 칸마다 최댓값."""
    left, top, right, bottom = box
    part = features[:, top : bottom + 1, left : right + 1]  # (C, h, w)
    rows = [[part[:, r0:r1, c0:c1].amax((1, 2)) for c0, c1 in edges(part.shape[2], n)]
            for r0, r1 in edges(part.shape[1], n)]  # fmt: skip
    return torch.stack([torch.stack(row, 1) for row in rows], 1)  # (C, n, n)


def edges(size, n):
    return [(i * size // n, -(-(i + 1) * size // n)) for i in range(n)]


# %% same
small_map = nn.functional.avg_pool2d(photo, 16)  # (1, 3, 32, 32)
boxes = [(11, 4, 16, 10), (5, 4, 25, 31)]
pooled = [roi_pool(small_map[0], box, n=4) for box in boxes]
theirs = ops.roi_pool(small_map, [torch.tensor(boxes).float()], output_size=4)
error = (torch.stack(pooled) - theirs).abs().max().item()
print([tuple(p.shape) for p in pooled], f"{error:.0e}")
assert error < 1e-6

# %% roi-plot
fig, axes = plt.subplots(1, 4, num="roi-pooling", figsize=(7.5, 2.4), layout="constrained")
views = [photo[0], small_map[0], *pooled]
titles = ["사진 512x512", "특성 맵 32x32", "작은 상자 4x4", "큰 상자 4x4"]
for ax, view, title in zip(axes, views, titles):
    ax.imshow(view.permute(1, 2, 0))
    ax.set(title=title, xticks=[], yticks=[])
for (x0, y0, x1, y1), color in zip(boxes, ("C1", "C2")):
    for ax, k in zip(axes, (16, 1)):
        corner = (x0 * k - 0.5, y0 * k - 0.5)
        size = (x1 - x0 + 1) * k, (y1 - y0 + 1) * k
        ax.add_patch(plt.Rectangle(corner, *size, fill=False, edgecolor=color, lw=2))
