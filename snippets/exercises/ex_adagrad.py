"""연습: 한 걸음을 쓰고, 걸음이 식는 속도를 셈하고, 갈 수 있는 거리를 센다."""

# /// script
# [tool.maedeup.variants.unrooted]
# title = "제곱근을 빼면 기울기가 작은 원소가 터무니없이 멀리 간다"
# replace = { "np.sqrt(total)" = "total" }
#
# [tool.maedeup.variants.shared]
# title = "원소를 모두 더하면 제 학습률이 사라지고 완만한 쪽이 멈춘다"
# replace = { "np.sqrt(total)" = "np.sqrt(np.sum(total))" }
#
# [tool.maedeup.variants.forgets]
# title = "합이 아니라 지금의 기울기만 보면 부호만 남는다"
# replace = { "total = total + g**2" = "total = g**2" }
#
# [tool.maedeup.variants.too-fast]
# title = "합이 t배가 되는 것이고, 나누는 것은 그 제곱근이다"
# replace = { "lr / np.sqrt(t)" = "lr / t" }
#
# [tool.maedeup.variants.constant]
# title = "학습률은 그대로여도 걸음은 식는다"
# replace = { "lr / np.sqrt(t)" = "lr" }
#
# [tool.maedeup.variants.straight]
# title = "걸음이 그대로라면 스무 걸음이지만, 식으므로 백 걸음이 넘는다"
# replace = { "rate / np.sqrt(t)" = "rate" }
# ///

# %% setup
import numpy as np


# %% step
def step(w, total, g, lr, eps=1e-10):
    total = total + g**2
    return w - lr * g / (np.sqrt(total) + eps), total


# %% step-check
g = np.array([100.0, -0.01])
w, total = step(np.zeros(2), np.zeros(2), g, 0.1)
assert np.allclose(w, [-0.1, 0.1]), "첫걸음은 기울기의 크기와 상관없이 학습률이다"
w, total = step(w, total, g, 0.1)
assert np.allclose(w[0], -0.1 - 0.1 / np.sqrt(2)), "둘째 걸음은 제곱근 2로 나눈 만큼이다"


# %% cooling
def size(lr, t):
    return lr / np.sqrt(t)


# %% cooling-check
total = 0.0
for t in range(1, 101):
    w, total = step(0.0, total, 3.0, 0.5)
    assert abs(abs(w) - size(0.5, t)) < 1e-8, f"{t}번째 걸음과 다르다"


# %% distance
def needed(far, rate):
    gone, t = 0.0, 0
    while gone < far:
        t += 1
        gone += rate / np.sqrt(t)
    return t


# %% distance-check
n = needed(2.0, 0.1)
assert 2 * np.sqrt(n) - 2 < 20 < 2 * np.sqrt(n), "걸음이 줄지 않는 것으로 셌다"
