"""연습: 문턱을 지난 가중치를 구하고, 저장할 것을 고르고, 증거를 모은다."""

# /// script
# [tool.maedeup.variants.jumps]
# title = "넘은 만큼이 아니라 통째로 쓰면 문턱에서 훌쩍 뛴다"
# replace = { "np.maximum(np.abs(z) - l1, 0)" = "np.abs(z) * (np.abs(z) > l1)" }
#
# [tool.maedeup.variants.unflipped]
# title = "`z`는 기울기를 모은 것이라 그 반대쪽으로 가야 한다"
# replace = { "-over / (" = "over / (" }
#
# [tool.maedeup.variants.positive]
# title = "한쪽 부호만 남기면 답을 낮추는 특성을 모두 잃는다"
# replace = { "np.abs(z) > l1" = "z > l1" }
#
# [tool.maedeup.variants.only-sum]
# title = "기울기만 더하면 지난 걸음까지 지금의 학습률로 다시 걷는다"
# replace = { "z + g - sigma * w" = "z + g" }
# ///

# %% setup
import numpy as np


# %% weight
def weight(z, n, alpha, l1):
    over = np.sign(z) * np.maximum(np.abs(z) - l1, 0)
    return -over / ((1 + np.sqrt(n)) / alpha)


# %% weight-check
z = np.array([0.5, -0.5, 3.0, -3.0])
assert np.allclose(weight(z, 0.0, 1.0, 1.0), [0, 0, -2, 2])
just = weight(np.array([1.001]), 0.0, 1.0, 1.0)
assert abs(just[0]) < 0.01, "문턱을 막 넘은 가중치는 0 가까이에서 시작한다"


# %% stored
def stored(z, l1):
    return np.flatnonzero(np.abs(z) > l1)


# %% stored-check
z = np.array([0.2, -4.0, 5.0, -0.3])
nonzero = np.flatnonzero(weight(z, 1.0, 0.1, 1.0))
assert stored(z, 1.0).tolist() == nonzero.tolist(), "0이 아닌 가중치를 놓쳤다"


# %% collect
def collect(z, n, w, g, alpha):
    sigma = (np.sqrt(n + g**2) - np.sqrt(n)) / alpha
    return z + g - sigma * w, n + g**2


# %% collect-check
z = n = w = total = 0.0
for g in (2.0, -1.0, 3.0):
    z, n = collect(z, n, weight(z, n, 0.1, 0.0), g, 0.1)
    total += g**2
    w -= 0.1 * g / (1 + np.sqrt(total))  # 아다그라드
    assert abs(weight(z, n, 0.1, 0.0) - w) < 1e-12, "벌점이 없는데 아다그라드와 다르다"
