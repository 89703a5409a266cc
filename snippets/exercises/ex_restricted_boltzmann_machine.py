"""연습: 은닉 뉴런이 켜질 확률을 구한다."""

# /// script
# [tool.maedeup.variants.hard]
# title = "문턱으로 자르면 확률이 아니라 답이 된다"
# replace = { "1 / (1 + np.exp(-(v @ w + b)))" = "(v @ w + b > 0) * 1.0" }
#
# [tool.maedeup.variants.flipped]
# title = "부호가 뒤집히면 에너지가 높은 쪽이 자주 나온다"
# replace = { "np.exp(-(v @ w + b))" = "np.exp(v @ w + b)" }
# ///

# %% setup
from itertools import product

import numpy as np


# %% hidden
def on(v, w, b):
    return 1 / (1 + np.exp(-(v @ w + b)))


# %% hidden-check
rng = np.random.default_rng(0)
w, b, v = rng.normal(size=(3, 2)), rng.normal(size=2), np.array([1, 0, 1])
states = [np.array(h) for h in product((0, 1), repeat=2)]
weight = np.array([np.exp(v @ w @ h + b @ h) for h in states])  # exp(-에너지)
truth = (weight[:, None] * states).sum(axis=0) / weight.sum()
assert np.allclose(on(v, w, b), truth), "모든 상태를 적어 센 확률과 다르다"
