"""연습: 리키 렐루를 쓰고, 기울기를 구하고, 배우는 a의 기울기를 구한다."""

# /// script
# [tool.maedeup.variants.dead]
# title = "음수를 끊으면 그냥 렐루이다"
# replace = { "torch.where(x > 0, x, a * x)" = "x.relu()" }
#
# [tool.maedeup.variants.constant]
# title = "음수의 출력이 상수이면 기울기가 0이다"
# replace = { "torch.where(x > 0, x, a * x)" = "torch.where(x > 0, x, -a)" }
#
# [tool.maedeup.variants.always-one]
# title = "음수에서도 1이라고 했다"
# replace = { "torch.where(x > 0, 1.0, a)" = "torch.ones_like(x)" }
#
# [tool.maedeup.variants.output]
# title = "기울기가 아니라 값이다"
# replace = { "torch.where(x > 0, 1.0, a)" = "torch.where(x > 0, x, a * x)" }
#
# [tool.maedeup.variants.positive-too]
# title = "양수였던 입력은 a와 상관없다"
# replace = { "(D * x)[x < 0].sum()" = "(D * x).sum()" }
#
# [tool.maedeup.variants.no-input]
# title = "a에는 입력이 곱해져 있다"
# replace = { "(D * x)[x < 0].sum()" = "D[x < 0].sum()" }
# ///

# %% setup
import torch
from torch.nn import functional as F

z = torch.tensor([-2.0, -0.5, 0.5, 3.0])


# %% leaky
def leaky(x, a):
    return torch.where(x > 0, x, a * x)


# %% leaky-check
assert torch.allclose(leaky(z, 0.1), F.leaky_relu(z, 0.1))
assert torch.allclose(leaky(10 * z, 0.3), 10 * leaky(z, 0.3))


# %% slope
def slope(x, a):
    return torch.where(x > 0, 1.0, a)


# %% slope-check
assert torch.allclose(slope(z, 0.2), torch.tensor([0.2, 0.2, 1.0, 1.0]))


# %% learned
def slope_of_a(D, x):
    return (D * x)[x < 0].sum()


# %% learned-check
a = torch.tensor(0.25, requires_grad=True)
D = torch.tensor([1.0, 2.0, 3.0, 4.0])
(D * F.prelu(z, a[None])).sum().backward()
assert torch.allclose(slope_of_a(D, z), a.grad)
