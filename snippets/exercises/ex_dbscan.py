"""연습: 핵심점을 찾는다."""

# /// script
# [tool.maedeup.variants.not-itself]
# title = "자기를 빼고 세면 핵심점이 줄어 빽빽한 무리도 노이즈가 된다"
# replace = { ".sum(axis=1) >= n" = ".sum(axis=1) - 1 >= n" }
#
# [tool.maedeup.variants.nearest]
# title = "가장 가까운 이웃 하나만 보면 빽빽한지 알 수 없다"
# replace = { "(gap <= eps).sum(axis=1) >= n" = "np.sort(gap, axis=1)[:, 1] <= eps" }
# ///

# %% setup
import numpy as np


# %% core
def core(x, eps, n):
    gap = np.linalg.norm(x[:, None] - x[None], axis=2)
    return (gap <= eps).sum(axis=1) >= n


# %% core-check
x = np.array([[0.0, 0], [1, 0], [2, 0], [10, 0]])
assert core(x, 1.0, 3).tolist() == [False, True, False, False], "가운데 점은 자신까지 셋이다"
assert core(x, 20.0, 4).all()
