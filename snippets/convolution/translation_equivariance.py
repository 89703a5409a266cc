"""이동 등변성: 입력을 옮기면 합성곱의 출력도 같은 만큼 옮겨진다.

주장: 순환 패딩이면 등변성이 정확하고, 영 패딩이면 가장자리만 어긋난다.
    크기 바꾸기에는 등변성이 없다. 2x2 최대 풀링은 두 칸 이동만 정확히 따라간다.
출처: 신경망 4차 학습 노트; Goodfellow et al. (2016) 9.2절; Zhang (2019)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from skimage import data
from torch import nn

torch.manual_seed(0)
photo = (
    torch.from_numpy(data.camera()).float()[None, None, 40:296, 100:356] / 255
)  # (1, 1, 256, 256)
sobel = torch.tensor([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1.0]])[None, None]


def shift(x, down, right):
    return x.roll((down, right), dims=(2, 3))


# %% equivariant
ring = nn.Conv2d(1, 4, 5, padding=2, padding_mode="circular")
zero = nn.Conv2d(1, 4, 5, padding=2)
for layer in (ring, zero):
    shift_first = layer(shift(photo, 30, 50))
    shift_last = shift(layer(photo), 30, 50)
    gap = (shift_first - shift_last).abs()  # (1, 4, 256, 256)
    print(f"{layer.padding_mode:8} 최대 차이 {gap.max().item():.1e}")
    inner = gap.clone()
    # 가장자리와 옮겨 온 가장자리를 뺀다
    for axis, moved in ((2, 30), (3, 50)):
        for at in (0, 1, 254, 255, moved - 2, moved - 1, moved, moved + 1):
            inner.select(axis, at).zero_()
    assert inner.max() < 1e-5
    assert (gap.max() < 1e-5) == (layer is ring)

# %% shift-plot
moved = shift(photo, 30, 50)
fig, axes = plt.subplots(2, 2, num="shift-tests", figsize=(6, 6.2), layout="constrained")
for row, x, name in ((0, photo, "원래"), (1, moved, "옮긴")):
    axes[row, 0].imshow(x[0, 0], cmap="gray")
    feature_map = F.conv2d(x, sobel, padding=1)[0, 0]
    axes[row, 1].imshow(feature_map, cmap="RdBu_r", vmin=-2, vmax=2)
    axes[row, 0].set_title(f"{name} 사진")
    axes[row, 1].set_title(f"{name} 사진의 특성 맵")
for ax in axes.flat:
    ax.set(xticks=[], yticks=[])


# %% resize
def double(x):
    return F.interpolate(x, scale_factor=2, mode="nearest")


big_then_conv = F.conv2d(double(photo), sobel, padding=1)[..., 2:-2, 2:-2]
conv_then_big = double(F.conv2d(photo, sobel, padding=1))[..., 2:-2, 2:-2]
error = (big_then_conv - conv_then_big).abs().mean()
resize_gap = (error / conv_then_big.abs().mean()).item()
print(f"상대 차이 {resize_gap:.0%}")
assert resize_gap > 0.2

# %% pool
row = torch.tensor([[[0.0, 0, 5, 1, 0, 0, 0, 0]]])  # (1, 1, 8)
pools = []
for s in range(3):
    pooled = F.max_pool1d(row.roll(s, dims=2), 2)  # (1, 1, 8) -> (1, 1, 4)
    pools.append(pooled[0, 0].int().tolist())
    print(f"{s}칸 옮김: {pools[s]}")
assert pools[2] == [pools[0][-1], *pools[0][:-1]]  # 두 칸은 한 칸이 된다
assert sorted(pools[1]) != sorted(pools[0])  # 한 칸은 값을 바꾼다

# %% invariant
# 자리는 사라지고 채널만 남는다: (1, 4, 1, 1)
features = nn.Sequential(ring, nn.ReLU(), nn.AdaptiveMaxPool2d(1))
here, there = features(photo), features(shift(photo, 30, 50))
assert torch.allclose(here, there, atol=1e-5)
