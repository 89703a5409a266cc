"""연습: 편향까지 식으로 구한다."""

# /// script
# [tool.maedeup.variants.through-zero]
# title = "1이 없으면 원점을 지나는 직선만 찾는다"
# replace = { "np.ones(len(x))" = "np.zeros(len(x))" }
# ///

# %% setup
import numpy as np


# %% fit
def fit(x, y):
    a = np.column_stack([x, np.ones(len(x))])
    return np.linalg.lstsq(a, y, rcond=None)[0]


# %% fit-check
x = np.array([[0.0], [1], [2], [3]])
beta = fit(x, 2 * x[:, 0] + 5)
assert np.allclose(beta, [2, 5]), "0에서의 답이 5여야 한다"
noisy = 2 * x[:, 0] + np.array([5, 5.4, 4.7, 5.1])
residual = noisy - np.column_stack([x, np.ones(4)]) @ fit(x, noisy)
assert abs(residual.sum()) < 1e-9, "다 배운 뒤의 잔차는 합이 0이다"
