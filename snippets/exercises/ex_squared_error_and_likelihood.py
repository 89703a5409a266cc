"""연습: 음의 로그 우도를 쓰고, 퍼짐을 어림하고, 다른 잡음을 가정한다."""

# /// script
# [tool.maedeup.variants.deviation]
# title = "나누는 것은 표준편차가 아니라 분산이다"
# replace = { "(2 * sigma**2) +" = "(2 * sigma) +" }
#
# [tool.maedeup.variants.no-height]
# title = "높이를 빼면 퍼짐을 크게 말할수록 공짜로 좋아진다"
# replace = { "+ log(2 * pi * sigma**2) / 2" = "" }
#
# [tool.maedeup.variants.centred]
# title = "표준편차는 오차의 평균을 빼므로 치우친 예측을 봐준다"
# replace = { "np.sqrt(np.mean(residual**2))" = "residual.std()" }
#
# [tool.maedeup.variants.absolute]
# title = "크기의 평균은 라플라스 분포의 답이다"
# replace = { "np.sqrt(np.mean(residual**2))" = "np.mean(np.abs(residual))" }
#
# [tool.maedeup.variants.mean]
# title = "평균은 정규 분포의 답이고, 동떨어진 하나에 끌려간다"
# replace = { "np.median(y)" = "np.mean(y)" }
# ///

# %% setup
from math import log, pi
from statistics import NormalDist

import numpy as np


# %% nll
def nll(y, guess, sigma):
    squared = np.mean((y - guess) ** 2)
    return squared / (2 * sigma**2) + log(2 * pi * sigma**2) / 2


# %% nll-check
y, guess = np.array([1.0, 3.0, 0.5]), np.array([0.0, 2.5, 1.5])
for sigma in (0.5, 2.0):
    density = [NormalDist(g, sigma).pdf(v) for v, g in zip(y, guess)]
    assert abs(nll(y, guess, sigma) + np.mean(np.log(density))) < 1e-12, "밀도의 로그와 다르다"


# %% sigma
def best_sigma(residual):
    return np.sqrt(np.mean(residual**2))


# %% sigma-check
residual = np.array([1.0, 3.0, 2.0, 2.5])  # 늘 모자라게 예측했다
grid = np.linspace(0.5, 5, 4501)
found = grid[np.argmin([nll(residual, 0.0, s) for s in grid])]
assert abs(best_sigma(residual) - found) < 1e-3, "격자에서 찾은 가장 좋은 값과 다르다"


# %% laplace
def best_guess(y):
    return np.median(y)


# %% laplace-check
y = np.array([1.0, 2.0, 3.0, 4.0, 100.0])
error = [np.abs(y - g).sum() for g in np.linspace(0, 100, 10_001)]
assert np.abs(y - best_guess(y)).sum() <= min(error) + 1e-9, "더 나은 수가 있다"
