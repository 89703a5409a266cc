"""그람 행렬: 무엇이 어디에 있는지는 버리고, 어떤 특성이 함께 나오는지만 남긴다.

주장: 특성 지도의 자리를 뒤섞어도 그람 행렬은 같다. 그래서 화풍의 지표가 된다.
출처: Gatys, Ecker & Bethge (2015); skimage coffee
"""

# %% setup
import torch
from skimage import data
from torch import nn

torch.manual_seed(0)
photo = torch.tensor(data.coffee() / 255).float().permute(2, 0, 1)[None]  # (1, 3, 400, 600)
conv = nn.Conv2d(3, 8, 5, stride=4)

# %% gram
with torch.no_grad():
    maps = conv(photo).relu()[0].flatten(1)  # (8, H*W)


def gram(maps):
    return maps @ maps.T / maps.shape[1]  # (8, H*W) @ (H*W, 8) -> (8, 8)


# %% shuffle
shuffled = maps[:, torch.randperm(maps.shape[1])]  # 자리를 뒤섞는다
style_gap = (gram(maps) - gram(shuffled)).abs().max().item()
content_gap = (maps - shuffled).abs().max().item()
print(f"특성 지도의 차이 {content_gap:.2f}, 그람 행렬의 차이 {style_gap:.6f}")
assert style_gap < 1e-4 < 0.1 < content_gap
