"""연습: 모멘텀으로 걷고, 한 걸음의 한계를 세고, 배치의 기울기를 구한다."""

# /// script
# [tool.maedeup.variants.forgetful]
# title = "지난 속도를 이어받지 않으면 그냥 경사 하강법이다"
# replace = { "v = beta * v + g" = "v = g" }
#
# [tool.maedeup.variants.uphill]
# title = "속도를 더하면 오르막으로 간다"
# replace = { "w - lr * v, v" = "w + lr * v, v" }
#
# [tool.maedeup.variants.no-limit]
# title = "한 걸음의 기울기일 뿐이다. 모멘텀은 지난 기울기를 더한다"
# replace = { "1 / (1 - beta)" = "1" }
#
# [tool.maedeup.variants.added-up]
# title = "더하면 배치의 크기에 따라 걸음이 달라진다"
# replace = { "mean(0)" = "sum(0)" }
# ///

# %% setup
import torch


# %% momentum
def step(w, v, g, lr=0.1, beta=0.9):
    v = beta * v + g
    return w - lr * v, v


# %% momentum-check
mine, v = torch.tensor([5.0, -3.0]), torch.zeros(2)
library = mine.clone().requires_grad_()
optimizer = torch.optim.SGD([library], lr=0.1, momentum=0.9)
for _ in range(5):
    mine, v = step(mine, v, 2 * mine)
    optimizer.zero_grad()
    (library**2).sum().backward()
    optimizer.step()
assert torch.allclose(mine, library)


# %% speed
def top_speed(beta):
    return 1 / (1 - beta)


# %% speed-check
v = 0.0
for _ in range(500):
    v = 0.9 * v + 1.0  # 기울기가 늘 1이면
assert abs(top_speed(0.9) - v) < 1e-9
assert abs(top_speed(0.5) - 2) < 1e-12


# %% batch
def batch_gradient(per_sample):
    return per_sample.mean(0)


# %% batch-check
x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([2.0, 2.0, 2.0])
w = torch.tensor(1.0, requires_grad=True)
((w * x - y) ** 2).mean().backward()
assert torch.allclose(batch_gradient(2 * (x - y) * x), w.grad)
