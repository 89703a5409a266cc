"""연습: 올리지 않고 올린 곳의 내적을 구한다."""

# /// script
# [tool.maedeup.variants.no-constant]
# title = "1을 더하지 않으면 차수 2의 항만 남고 일차항과 상수항이 빠진다"
# replace = { "a @ b + 1" = "a @ b" }
#
# [tool.maedeup.variants.outside]
# title = "제곱한 다음에 더하면 일차항이 생기지 않는다"
# replace = { "(a @ b + 1) ** 2" = "(a @ b) ** 2 + 1" }
# ///

# %% setup
import numpy as np


def lift(a):
    x, y = a
    return np.array([1, 2**0.5 * x, 2**0.5 * y, x * x, 2**0.5 * x * y, y * y])


# %% kernel
def kernel(a, b):
    return (a @ b + 1) ** 2


# %% kernel-check
rng = np.random.default_rng(0)
for a, b in rng.normal(size=(5, 2, 2)):
    assert abs(kernel(a, b) - lift(a) @ lift(b)) < 1e-9, "올려서 구한 내적과 다르다"
