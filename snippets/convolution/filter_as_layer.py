"""필터 하나를 층으로 읽기: 한 자리에서 보면 합성곱은 내적이다.

주장: 5x5x3 필터는 한 자리에서 수 75개를 내적하고, 1x1 합성곱은 픽셀마다 같은 선형층이다.
출처: 합성곱 신경망과 이상탐지 학습 노트; Lin et al. (2014) "Network In Network"
"""

# %% setup
import math

import torch
from torch import nn

torch.manual_seed(0)

# %% dot
# 5x5x3 필터 하나가 한 자리에서 하는 일은 긴 내적 하나다.
conv5 = nn.Conv2d(3, 1, kernel_size=5)
photo = torch.randn(1, 3, 32, 32)
patch = photo[0, :, 10:15, 20:25].flatten()  # (3, 5, 5) -> (75,)
n_dot = patch.numel()
by_hand = patch @ conv5.weight.flatten() + conv5.bias
map_shape = tuple(conv5(photo).shape[1:])
assert n_dot == 75 and map_shape == (1, 28, 28)
assert torch.allclose(by_hand, conv5(photo)[0, :, 10, 20], atol=1e-5)

# %% pointwise
mix = nn.Conv2d(3, 2, kernel_size=1)
linear = nn.Linear(3, 2)
with torch.no_grad():
    linear.weight.copy_(mix.weight[:, :, 0, 0])  # (2, 3, 1, 1) -> (2, 3)
    linear.bias.copy_(mix.bias)
by_pixel = linear(photo.permute(0, 2, 3, 1))  # (N, H, W, 3) -> (N, H, W, 2)
by_pixel = by_pixel.permute(0, 3, 1, 2)  # (N, 2, H, W)
assert torch.allclose(mix(photo), by_pixel, atol=1e-5)

# %% powers
usual = [32, 64, 128, 256, 512]
powers = [f"2^{n.bit_length() - 1}" for n in usual]
squares = [n for n in usual if math.isqrt(n) ** 2 == n]
print(powers, "그 가운데 제곱수:", squares)
assert all(n.bit_count() == 1 for n in usual) and squares == [64, 256]
