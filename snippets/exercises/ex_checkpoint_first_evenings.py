"""연습: 다섯 저녁을 모아 기울기를 따라 걷는다."""

# /// script
# [tool.maedeup.variants.piled]
# title = "지우지 않으면 지난 기울기가 쌓여 다음 걸음을 민다"
# replace = { "w.grad = None" = "pass" }
#
# [tool.maedeup.variants.uphill]
# title = "기울기 쪽으로 걸으면 손실이 커진다"
# replace = { "w -= lr * w.grad" = "w += lr * w.grad" }
#
# [tool.maedeup.variants.no-inner]
# title = "안쪽의 2를 잊으면 다른 손실을 내려간다"
# replace = { "(2 * w - 6) ** 2" = "2 * (w - 3) ** 2" }
# ///

# %% setup
import torch


# %% walk
def walk(start, lr, n):
    w = torch.tensor(start, requires_grad=True)
    for _ in range(n):
        ((2 * w - 6) ** 2).backward()
        with torch.no_grad():
            w -= lr * w.grad
        w.grad = None
    return w.item()


# %% walk-check
assert abs(walk(1.0, 0.1, 1) - 2.6) < 1e-6, "첫 걸음은 2.6에 닿는다"
assert abs(walk(1.0, 0.1, 2) - 2.92) < 1e-6, "둘째 걸음에서 첫 기울기가 남아 있다"
assert abs(walk(1.0, 0.1, 50) - 3) < 1e-5
