"""U-Net의 크기: 논문의 신경망은 572를 받아 388을 낸다.

주장: 패딩 없는 3x3 합성곱마다 2가 줄어 572가 388이 된다.
    이어 붙이면 채널이 두 배가 되고, 특성 맵은 잘라서 크기를 맞춘다.
출처: Ronneberger, Fischer & Brox (2015) 그림 1
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn


# %% sizes
def conv2(c_in, c_out):
    first, second = nn.Conv2d(c_in, c_out, 3), nn.Conv2d(c_out, c_out, 3)
    return nn.Sequential(first, second)  # 패딩이 없다


trace, saved = [], []
with torch.device("meta"):  # 모양만 계산한다
    h = torch.empty(1, 1, 572, 572)
    for c in (64, 128, 256, 512, 1024):
        h = conv2(h.shape[1], c)(h)
        trace.append(tuple(h.shape[1:]))
        if c < 1024:
            saved.append(h)
            h = nn.MaxPool2d(2)(h)
    for skip in reversed(saved):
        h = nn.ConvTranspose2d(h.shape[1], h.shape[1] // 2, 2, stride=2)(h)
        cut = (skip.shape[2] - h.shape[2]) // 2
        skip = skip[:, :, cut:-cut, cut:-cut]
        joined = torch.cat([skip, h], dim=1)  # 채널이 두 배
        assert joined.shape[1] == 2 * h.shape[1]
        h = conv2(joined.shape[1], h.shape[1])(joined)
        trace.append(tuple(h.shape[1:]))
print(" -> ".join(str(size) for _, size, _ in trace))
out_size = trace[-1][1]
bottom_size = trace[4][1]
assert out_size == 388 and bottom_size == 28

# %% shape-plot
fig, ax = plt.subplots(num="unet-shape", figsize=(8, 3.9), layout="constrained")
levels = [0, 1, 2, 3, 4, 3, 2, 1, 0]
for k, ((channels, size, _), level) in enumerate(zip(trace, levels)):
    height, width = size / 300, channels / 1400 + 0.12
    at = (k - width / 2, -1.55 * level - height / 2)
    ax.add_patch(plt.Rectangle(at, width, height, color="C0" if k < 5 else "C1", alpha=0.8))
    ax.text(
        k,
        -1.55 * level - height / 2 - 0.08,
        f"{channels}장\n{size}x{size}",
        ha="center",
        va="top",
        fontsize=8.5,
    )
for k in range(8):
    start, end = (k + 0.3, -1.55 * levels[k]), (k + 0.7, -1.55 * levels[k + 1])
    ax.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": "k"})
for k in range(4):
    style = {"arrowstyle": "->", "color": "C2", "ls": "--", "lw": 1.5}
    y = -1.55 * levels[k] + (0.25 if k else 0.45)
    ax.annotate("", (8 - k - 0.25, y), (k + 0.3, y), arrowprops=style)
ax.text(4, 0.6, "잘라서 이어 붙이는 스킵 연결", ha="center", color="C2")
ax.set(xlim=(-0.6, 8.6), ylim=(-7.2, 1.2), title="논문의 U-Net")
ax.axis("off")
