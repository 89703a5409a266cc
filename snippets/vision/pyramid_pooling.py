"""여러 크기로 뭉쳐 보기: PSPNet의 피라미드 풀링과 DeepLab의 ASPP.

주장: 1, 2, 3, 6칸으로 뭉쳤다 키워 이어 붙여도 특성 맵의 크기는 그대로다.
    특성 맵이 작으면 팽창이 큰 3x3은 바깥만 보게 되어 가운데 가중치 하나만 남는다.
출처: Zhao et al. (2017) PSPNet; Chen et al. (2017) DeepLab v3; skimage coffee
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from skimage import data
from torch import nn

torch.manual_seed(0)
BINS = (1, 2, 3, 6)


# %% pyramid
def pyramid(x, squeeze):
    """칸으로 뭉치고, 채널을 줄이고, 원래 크기로 키워 이어 붙인다."""
    pooled = [conv(F.adaptive_avg_pool2d(x, b)) for b, conv in zip(BINS, squeeze)]
    grown = [F.interpolate(p, x.shape[-2:], mode="bilinear") for p in pooled]
    return torch.cat([x, *grown], dim=1)


features = torch.randn(1, 2048, 60, 60)  # (B, C, H, W)
squeeze = nn.ModuleList(nn.Conv2d(2048, 512, 1) for _ in BINS)
with torch.no_grad():
    joined = pyramid(features, squeeze)
n_channels = joined.shape[1]
print(tuple(features.shape), "->", tuple(joined.shape))
assert joined.shape == (1, 2048 + 4 * 512, 60, 60)

# %% bins-plot
photo = torch.from_numpy(data.coffee()).permute(2, 0, 1)[None] / 255  # (1, 3, 400, 600)
fig, axes = plt.subplots(1, 5, num="psp-bins", figsize=(7.5, 1.4), layout="constrained")
for ax, b in zip(axes, (None, *BINS)):
    view = photo if b is None else F.adaptive_avg_pool2d(photo, b)
    ax.imshow(view[0].permute(1, 2, 0), aspect="auto")
    ax.set(title="사진" if b is None else f"{b}x{b}칸", xticks=[], yticks=[])


# %% valid
def only_centre(rate, size=65):
    """바깥에 걸려 가운데 가중치 하나만 특성 맵에 닿는 자리의 비율."""
    ones = torch.ones(1, 1, 3, 3)
    taps = F.conv2d(torch.ones(1, 1, size, size), ones, padding=rate, dilation=rate)
    return (taps == 1).float().mean().item()


lonely = {rate: round(only_centre(rate), 3) for rate in (6, 18, 36, 60, 64)}
lonely_36, lonely_60 = lonely[36], lonely[60]
print(lonely)
assert lonely[18] == 0 and lonely_60 > 0.6 and only_centre(65) == 1
