"""연습: 변화율을 재고, 하나만 흔들고, 이어서 곱한다."""

# /// script
# [tool.maedeup.variants.too-short]
# title = "거리는 `h`가 아니라 `2h`이다"
# replace = { "/ (2 * h)" = "/ h" }
#
# [tool.maedeup.variants.no-division]
# title = "나누지 않으면 변화율이 아니라 변화량이다"
# replace = { "(f(x + h) - f(x - h)) / (2 * h)" = "f(x + h) - f(x - h)" }
#
# [tool.maedeup.variants.same]
# title = "두 변수의 안쪽 도함수는 다르다"
# replace = { "outer * 3, outer" = "outer, outer" }
#
# [tool.maedeup.variants.lost-link]
# title = "맨 안쪽의 3을 곱하지 않았다"
# replace = { "* 2 * v * 3" = "* 2 * v" }
#
# [tool.maedeup.variants.added]
# title = "도함수를 더하지 않고 곱한다"
# replace = { "torch.cos(v**2) * 2 * v * 3" = "torch.cos(v**2) + 2 * v + 3" }
# ///

# %% setup
import torch


# %% rate
def rate(f, x, h=1e-4):
    return (f(x + h) - f(x - h)) / (2 * h)

# %% rate-check
assert abs(rate(lambda v: v**2, 3.0) - 6) < 1e-6
assert abs(rate(lambda v: v**3, 2.0) - 12) < 1e-6

# %% partial
def partials(w, b):
    outer = 2 * (3 * w + b - 5)
    return outer * 3, outer

# %% partial-check
v = torch.tensor([1.0, 4.0], requires_grad=True)
((3 * v[0] + v[1] - 5) ** 2).backward()
assert partials(1.0, 4.0) == tuple(v.grad.tolist())

# %% chain
def slope(x):
    v = 3 * x
    return torch.cos(v**2) * 2 * v * 3

# %% chain-check
at = torch.tensor(0.7, requires_grad=True)
torch.sin((3 * at) ** 2).backward()
assert torch.isclose(slope(at.detach()), at.grad)
