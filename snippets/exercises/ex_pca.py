"""연습: 가장 넓게 퍼진 방향을 찾는다."""

# /// script
# [tool.maedeup.variants.uncentred]
# title = "평균을 빼지 않으면 원점에서 데이터로 가는 방향이 나온다"
# replace = { "x - x.mean(axis=0)" = "x" }
#
# [tool.maedeup.variants.last]
# title = "가장 좁게 퍼진 방향이다"
# replace = { "[2][0]" = "[2][-1]" }
# ///

# %% setup
import numpy as np


# %% first
def first(x):
    return np.linalg.svd(x - x.mean(axis=0))[2][0]


# %% first-check
rng = np.random.default_rng(0)
x = rng.normal(size=(200, 2)) * [0.1, 3.0] + [50.0, 0.0]  # 원점에서 멀리 떨어졌다
found = first(x)
assert abs(found[1]) > 0.99, "가장 넓게 퍼진 것은 둘째 축이다"
