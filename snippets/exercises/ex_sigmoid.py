"""연습: 누르고, 미분하고, 되돌린다."""

# /// script
# [tool.maedeup.variants.flipped]
# title = "부호를 잊으면 좌우가 뒤집힌다"
# replace = { "torch.exp(-x)" = "torch.exp(x)" }
#
# [tool.maedeup.variants.half]
# title = "$1-s$만으로는 가운데에서 0.5가 된다"
# replace = { "out * (1 - out)" = "1 - out" }
#
# [tool.maedeup.variants.log-only]
# title = "로그만 씌우면 절반의 점수가 0이 아니다"
# replace = { "torch.log(prob / (1 - prob))" = "torch.log(prob)" }
# ///

# %% setup
import torch


# %% squash
def sigmoid(x):
    return 1 / (1 + torch.exp(-x))

# %% squash-check
x = torch.tensor([-3.0, 0.0, 2.0])
assert torch.allclose(sigmoid(x), torch.sigmoid(x))

# %% slope
def slope_from(out):
    return out * (1 - out)

# %% slope-check
z = torch.tensor([0.0, 2.0], requires_grad=True)
torch.sigmoid(z).sum().backward()
assert torch.allclose(slope_from(torch.sigmoid(z)), z.grad)

# %% log-odds
def log_odds(prob):
    return torch.log(prob / (1 - prob))

# %% log-odds-check
prob = torch.tensor([0.1, 0.5, 0.9])
assert torch.allclose(torch.sigmoid(log_odds(prob)), prob)
assert log_odds(torch.tensor(0.5)) == 0
