"""연습: 내려가고, 한계를 구하고, 두 방향으로 미분한다."""

# /// script
# [tool.maedeup.variants.uphill]
# title = "더하면 골짜기에서 멀어진다"
# replace = { "w - lr * grad(w)" = "w + lr * grad(w)" }
#
# [tool.maedeup.variants.coefficient]
# title = "계수 5가 아니라 이계 도함수로 나눈다"
# replace = { "2 / 10" = "2 / 5" }
#
# [tool.maedeup.variants.one]
# title = "한 걸음에 최솟점에 닿는 학습률이지 한계가 아니다"
# replace = { "2 / 10" = "1 / 10" }
#
# [tool.maedeup.variants.no-two]
# title = "제곱의 2를 둘째 방향에서 빠뜨렸다"
# replace = { "8 * b" = "4 * b" }
# ///

# %% setup
import torch


# %% descend
def descend(grad, w, lr, n):
    for _ in range(n):
        w = w - lr * grad(w)
    return w

# %% descend-check
assert abs(descend(lambda v: 2 * v, 1.0, 0.1, 3) - 0.512) < 1e-12
assert abs(descend(lambda v: 2 * (v - 4), 0.0, 0.25, 50) - 4) < 1e-9

# %% limit
limit = 2 / 10

# %% limit-check
below, above = 0.99 * limit, 1.01 * limit
assert abs(1 - below * 10) < 1
assert abs(1 - above * 10) > 1

# %% two-ways
def slopes(a, b):
    return torch.tensor([2 * a, 8 * b])

# %% two-ways-check
v = torch.tensor([1.5, -2.0], requires_grad=True)
(v[0] ** 2 + 4 * v[1] ** 2).backward()
assert torch.allclose(slopes(1.5, -2.0), v.grad)
