"""연습: 시점을 차례로 읽는다."""

# /// script
# [tool.maedeup.variants.forgets]
# title = "시점마다 처음부터 읽으면 마지막 것만 남는다"
# replace = { "u @ h)" = "u @ np.zeros(len(u)))" }
#
# [tool.maedeup.variants.summed]
# title = "더해 두고 한 번에 꺾으면 차례를 모른다"
# replace = { "np.tanh(w @ x + u @ h)" = "np.tanh(w @ sum(xs))" }
# ///

# %% setup
import numpy as np


# %% read
def read(xs, w, u):
    h = np.zeros(len(u))
    for x in xs:
        h = np.tanh(w @ x + u @ h)
    return h


# %% read-check
rng = np.random.default_rng(0)
w, u, xs = rng.normal(size=(3, 2)), rng.normal(size=(3, 3)), rng.normal(size=(4, 2))
assert not np.allclose(read(xs, w, u), read(xs[[1, 0, 2, 3]], w, u)), "앞의 차례를 바꾸어도 같다"
last = np.tanh(w @ xs[1] + u @ np.tanh(w @ xs[0]))
assert np.allclose(read(xs[:2], w, u), last)
