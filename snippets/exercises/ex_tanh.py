"""연습: 시그모이드로 tanh를 만들고, 출력으로 기울기를 구하고, 거꾸로 푼다."""

# /// script
# [tool.maedeup.variants.not-doubled]
# title = "입력을 두 배로 하지 않으면 가로로 늘어진 곡선이 된다"
# replace = { "torch.sigmoid(2 * x)" = "torch.sigmoid(x)" }
#
# [tool.maedeup.variants.not-lowered]
# title = "1을 빼지 않으면 0과 2 사이이다"
# replace = { "torch.sigmoid(2 * x) - 1" = "torch.sigmoid(2 * x)" }
#
# [tool.maedeup.variants.like-sigmoid]
# title = "시그모이드의 도함수이다"
# replace = { "1 - h**2" = "h * (1 - h)" }
#
# [tool.maedeup.variants.halved]
# title = "최대 기울기가 절반이 된다"
# replace = { "1 - h**2" = "(1 - h**2) / 2" }
#
# [tool.maedeup.variants.whole-log]
# title = "로그의 절반이다"
# replace = { "torch.log((1 + h) / (1 - h)) / 2" = "torch.log((1 + h) / (1 - h))" }
# ///

# %% setup
import torch

x = torch.linspace(-4, 4, 41, dtype=torch.float64)


# %% from-sigmoid
def tanh(x):
    return 2 * torch.sigmoid(2 * x) - 1


# %% from-sigmoid-check
assert torch.allclose(tanh(x), torch.tanh(x))


# %% slope
def slope(h):
    return 1 - h**2


# %% slope-check
assert slope(torch.tensor(0.0)) == 1
w = x.clone().requires_grad_()
torch.tanh(w).sum().backward()
assert torch.allclose(slope(torch.tanh(x)), w.grad)


# %% back
def undo(h):
    return torch.log((1 + h) / (1 - h)) / 2


# %% back-check
assert torch.allclose(undo(torch.tanh(x)), x)
