"""이미지 배열의 축 순서: 파일에서 읽은 사진은 HWC, torch의 층은 CHW다.

주장: Conv2d는 HWC 사진과 채널 축이 없는 흑백 사진을 거절한다.
    0..255는 uint8일 때만 맞는 범위이고, uint8끼리 더하면 256에서 되돌아온다.
출처: AI 연구실 메모 학습 노트; 합성곱 신경망과 이상탐지 학습 노트; PyTorch 문서 torch.nn.Conv2d
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import torch
from skimage import data
from torch import nn

torch.manual_seed(0)
photo = data.coffee()  # (H, W, C)

# %% photo
height, width, n_channels = photo.shape
area = height * width  # 넓이는 픽셀의 수다. 너비(width)와 다른 말이다
print(photo.shape, photo.dtype, photo[100, 300])  # 픽셀 하나 = R, G, B 세 수
assert photo.dtype == np.uint8 and n_channels == 3 and area * 3 == photo.size
red, green, blue = map(int, photo[100, 300])

# %% pixel-plot
top, left, n = 230, 85, 7
crop = photo[top : top + n, left : left + n]  # (H, W, C) = (7, 7, 3)
fig, axes = plt.subplots(1, 4, num="pixel-grid", figsize=(9, 2.6), width_ratios=[1.5, 1, 1, 1])
axes[0].imshow(photo)
axes[0].add_patch(plt.Rectangle((left - 9, top - 9), 25, 25, fill=False, edgecolor="white", lw=2))
for ax, plane in zip(axes[1:], crop.transpose(2, 0, 1)):  # (H, W, C) -> (C, H, W)
    ax.imshow(plane, cmap="gray", vmin=0, vmax=255)
    for (i, j), v in np.ndenumerate(plane):
        ink = "white" if v < 128 else "black"
        ax.text(j, i, v, ha="center", va="center", fontsize=7, color=ink)
for ax, title in zip(axes, ["컬러 사진", "R 채널", "G 채널", "B 채널"]):
    ax.set(title=title, xticks=[], yticks=[])
fig.tight_layout()

# %% conv-refuses
conv = nn.Conv2d(3, 16, kernel_size=3)
hwc = torch.from_numpy(photo[:224, :224]) / 255  # (H, W, C)
try:
    conv(hwc)
except RuntimeError as e:
    refusal = str(e).split("expected ")[1]
    print("expected", refusal)
assert "3 channels, but got 224" in refusal
out = conv(hwc.permute(2, 0, 1).unsqueeze(0))  # (H, W, C) -> (C, H, W) -> (N, C, H, W)
print(tuple(out.shape))
assert out.shape == (1, 16, 222, 222)
# 높이가 3인 HWC는 통과해 버린다
assert conv(torch.rand(3, 224, 3)).shape == (16, 222, 1)

# %% gray
# 흑백 사진은 축이 둘뿐이라 채널 축을 따로 만들어 준다.
gray = torch.rand(28, 28)  # (H, W)
conv_gray = nn.Conv2d(1, 4, kernel_size=3)
try:
    conv_gray(gray)
except RuntimeError as e:
    gray_refusal = str(e)
    print(gray_refusal)
assert conv_gray(gray.unsqueeze(0)).shape == (4, 26, 26)  # (H, W) -> (1, H, W)

# %% pixel-range
wrapped = int((np.array([200], dtype=np.uint8) + np.array([200], dtype=np.uint8))[0])
print(wrapped)  # 400 - 256
for name, image in {"lfw_subset": data.lfw_subset(), "logo": data.logo()}.items():
    print(f"{name}: {image.shape} {image.dtype} {image.min():.0f}..{image.max():.0f}")
assert wrapped == 144 and data.lfw_subset().max() == 1.0 and data.logo().shape[-1] == 4
