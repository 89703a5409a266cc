"""연습: 등변인지 잰다."""

# /// script
# [tool.maedeup.variants.invariance]
# title = "출력이 그대로인지를 재는 것은 불변이다. 합성곱은 불변이 아니다"
# replace = { "np.roll(f(x), n)" = "f(x)" }
# ///

# %% setup
import numpy as np


# %% gap
def gap(f, x, n):
    return np.abs(f(np.roll(x, n)) - np.roll(f(x), n)).max()


# %% gap-check
def edges(x):
    return np.roll(x, -1) - x


def places(x):
    return x * np.arange(len(x))


x = np.array([0.0, 0, 5, 0, 0, 1])
assert gap(edges, x, 2) == 0, "합성곱은 이동을 그대로 따라간다"
assert gap(places, x, 2) > 0, "자리마다 다른 가중치는 따라가지 않는다"
