"""공간 피라미드 풀링: 어떤 크기의 특성 맵이든 같은 길이의 벡터로 바꾼다.

주장: 4x4, 2x2, 1x1칸의 최댓값을 이으면 13x13도 9x17도 256x21 = 5,376개의 수가 된다.
    펼치기만 하면 길이가 달라 완전 연결층에 넣을 수 없다.
출처: He, Zhang, Ren & Sun (2014) SPPNet
"""

# %% setup
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)


# %% pyramid
def pyramid(features, bins=(4, 2, 1)):
    pooled = [F.adaptive_max_pool2d(features, b).flatten(1) for b in bins]
    return torch.cat(pooled, dim=1)  # (B, C * (16 + 4 + 1))


square, wide = torch.randn(1, 256, 13, 13), torch.randn(1, 256, 9, 17)
n_out = pyramid(square).shape[1]
print(tuple(pyramid(square).shape), tuple(pyramid(wide).shape))
assert pyramid(square).shape == pyramid(wide).shape == (1, 5376)

# %% refuses
head = nn.Linear(256 * 13 * 13, 10)
try:
    head(wide.flatten(1))
    raise AssertionError("길이가 다른데 들어갔다")
except RuntimeError as e:
    print(type(e).__name__, e)
