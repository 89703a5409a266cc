"""RoI 풀링: 크기가 다른 상자를 같은 모양으로 만든다.

주장: 손으로 적은 RoI 풀링이 torchvision과 같다(허용 오차 1e-6).
출처: Girshick (2015); Ren et al. (2015); skimage astronaut
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from skimage import data
from torch import nn
from torchvision import ops

# (1, 3, 512, 512)
photo = torch.from_numpy(data.astronaut()).permute(2, 0, 1)[None] / 255


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
