"""연습: 문을 곱하고, 흉내 내는 식을 쓰고, 최솟값을 찾는다."""

# /// script
# [tool.maedeup.variants.gate-only]
# title = "문만 돌려주고 입력을 곱하지 않았다"
# replace = { "x * (1 + torch.erf(x / 2**0.5)) / 2" = "(1 + torch.erf(x / 2**0.5)) / 2" }
#
# [tool.maedeup.variants.no-root]
# title = "누적확률의 식에는 2의 제곱근이 든다"
# replace = { "torch.erf(x / 2**0.5)" = "torch.erf(x)" }
#
# [tool.maedeup.variants.too-soft]
# title = "기울기를 맞추지 않은 시그모이드는 스위시이다"
# replace = { "torch.sigmoid(1.702 * x)" = "torch.sigmoid(x)" }
#
# [tool.maedeup.variants.at-edge]
# title = "가장 작은 입력에서의 값일 뿐이다"
# replace = { "grid[F.gelu(grid).argmin()]" = "grid[0]" }
#
# [tool.maedeup.variants.value]
# title = "최솟값이 아니라 그 자리를 물었다"
# replace = { "grid[F.gelu(grid).argmin()]" = "F.gelu(grid).min()" }
# ///

# %% setup
import torch
from torch.nn import functional as F

grid = torch.linspace(-4, 4, 8001, dtype=torch.float64)


# %% gelu
def gelu(x):
    return x * (1 + torch.erf(x / 2**0.5)) / 2


# %% gelu-check
assert torch.allclose(gelu(grid), F.gelu(grid))


# %% fast
def fast(x):
    return x * torch.sigmoid(1.702 * x)


# %% fast-check
assert (fast(grid) - F.gelu(grid)).abs().max() < 0.021


# %% lowest
lowest_at = grid[F.gelu(grid).argmin()]

# %% lowest-check
assert (F.gelu(lowest_at) <= F.gelu(grid)).all()
assert abs(lowest_at + 0.752) < 1e-3
