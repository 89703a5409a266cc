"""연습: 배율을 미리 셈하고, 몇 층에서 사라지는지 세고, 층마다 잰다."""

# /// script
# [tool.maedeup.variants.no-switch]
# title = "활성화의 도함수를 곱하지 않았다"
# replace = { "(n * variance * mean_slope_squared) ** 0.5" = "(n * variance) ** 0.5" }
#
# [tool.maedeup.variants.squared]
# title = "크기의 제곱에 대한 배율이다"
# replace = { "(n * variance * mean_slope_squared) ** 0.5" = "n * variance * mean_slope_squared" }
#
# [tool.maedeup.variants.added]
# title = "층마다 빼는 것이 아니라 곱한다"
# replace = { "math.log(small) / math.log(rate)" = "(1 - small) / (1 - rate)" }
#
# [tool.maedeup.variants.rounded-down]
# title = "내리면 아직 그만큼 작아지지 않았다"
# replace = { "math.ceil(" = "math.floor(" }
#
# [tool.maedeup.variants.first-only]
# title = "가중치가 아니라 편향까지 센다"
# [tool.maedeup.variants.first-only.replace]
# "if p.dim() == 2" = "if p.dim() > 0"
# ///

# %% setup
import math

import torch
from torch import nn


# %% rate
def rate(n, variance, mean_slope_squared):
    return (n * variance * mean_slope_squared) ** 0.5


# %% rate-check
assert abs(rate(100, 2 / 100, 0.5) - 1) < 1e-12  # He 초기화와 렐루
assert abs(rate(64, 1 / (3 * 64), 0.5) - (1 / 6) ** 0.5) < 1e-12  # torch의 기본값


# %% depth
def layers_until(rate, small):
    return math.ceil(math.log(small) / math.log(rate))


# %% depth-check
assert layers_until(0.5, 0.1) == 4
assert layers_until(0.25, 1e-3) == 5


# %% sizes
def gradient_sizes(net):
    return [p.grad.norm().item() for p in net.parameters() if p.dim() == 2]


# %% sizes-check
torch.manual_seed(0)
net = nn.Sequential(*[m for _ in range(8) for m in (nn.Linear(16, 16), nn.Sigmoid())])
net(torch.randn(32, 16)).sum().backward()
sizes = gradient_sizes(net)
assert len(sizes) == 8 and sizes[0] < 1e-3 * sizes[-1]
