"""연습: 거리 제곱합을 구한다."""

# /// script
# [tool.maedeup.variants.each-centre]
# title = "중심마다 가장 가까운 표본을 고르면 먼 표본을 세지 않는다"
# replace = { "squared.min(axis=1)" = "squared.min(axis=0)" }
#
# [tool.maedeup.variants.all-pairs]
# title = "먼 중심까지의 거리는 세지 않는다"
# replace = { "squared.min(axis=1).sum()" = "squared.sum()" }
# ///

# %% setup
import numpy as np


# %% inertia
def inertia(x, centres):
    squared = ((x[:, None] - centres[None]) ** 2).sum(axis=2)  # (표본, 중심)
    return squared.min(axis=1).sum()


# %% inertia-check
x = np.array([[0.0, 0], [2, 0], [10, 0]])
assert inertia(x, np.array([[1.0, 0], [10, 0]])) == 2, "표본마다 1, 1, 0이다"
assert inertia(x, x) == 0
