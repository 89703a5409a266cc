"""연습: 가중치를 한 걸음 옮기고, 되풀이하고, 옮겨 심는다."""

# /// script
# [tool.maedeup.variants.uphill]
# title = "기울기를 더하면 손실이 커지는 쪽으로 간다"
# replace = { "w - lr * grad" = "w + lr * grad" }
#
# [tool.maedeup.variants.whole-step]
# title = "학습률을 곱하지 않으면 걸음이 열 배로 커진다"
# replace = { "w - lr * grad" = "w - grad" }
#
# [tool.maedeup.variants.no-two]
# title = "도함수의 2를 빠뜨리면 반만큼씩 걷는다"
# replace = { "0.1 * 2 * (w_end" = "0.1 * (w_end" }
#
# [tool.maedeup.variants.one-step]
# title = "한 번만 고치면 아직 1이다"
# replace = { "range(10)" = "range(1)" }
#
# [tool.maedeup.variants.no-bias]
# title = "편향도 배운 수이다. 가중치만 옮기면 답이 다르다"
# [tool.maedeup.variants.no-bias.replace]
# "target.load_state_dict(source.state_dict())" = "target.weight.data = source.weight.data.clone()"
# ///

# %% setup
import torch
from torch import nn


# %% step
def step(w, grad, lr):
    return w - lr * grad

# %% step-check
assert abs(step(3.0, 2.0, 0.1) - 2.8) < 1e-12
assert step(3.0, -2.0, 0.1) > 3

# %% ten-steps
w_end = 0.0
for _ in range(10):
    w_end = w_end - 0.1 * 2 * (w_end - 5)

# %% ten-steps-check
assert abs(w_end - 5 * (1 - 0.8**10)) < 1e-9

# %% transplant
def transplant(source, target):
    target.load_state_dict(source.state_dict())
    return target

# %% transplant-check
torch.manual_seed(0)
teacher, pupil = nn.Linear(3, 2), nn.Linear(3, 2)
x = torch.ones(1, 3)
assert not torch.equal(teacher(x), pupil(x))
assert torch.equal(teacher(x), transplant(teacher, pupil)(x))
