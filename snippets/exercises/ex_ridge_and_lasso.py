"""연습: 벌금을 더한 손실, 릿지의 답, 라쏘의 문을 쓴다."""

# /// script
# [tool.maedeup.variants.fined-bias]
# title = "편향까지 벌금을 매기면 답의 높이가 0 쪽으로 끌려간다"
# replace = { "strength * (w**2).sum()" = "strength * ((w**2).sum() + b**2)" }
#
# [tool.maedeup.variants.absolute]
# title = "절댓값의 합은 라쏘의 벌금이다"
# replace = { "strength * (w**2).sum()" = "strength * np.abs(w).sum()" }
#
# [tool.maedeup.variants.no-fine]
# title = "벌금이 없으면 보통의 선형 회귀이다"
# replace = { "X.T @ X + strength * np.eye(X.shape[1])" = "X.T @ X" }
#
# [tool.maedeup.variants.everywhere]
# title = "대각선만이 아니라 모든 칸에 더했다"
# replace = { "strength * np.eye(X.shape[1])" = "strength" }
#
# [tool.maedeup.variants.no-gate]
# title = "문이 없으면 작은 것이 0을 지나 반대쪽으로 간다"
# replace = { "np.maximum(np.abs(pull) - strength, 0)" = "(np.abs(pull) - strength)" }
#
# [tool.maedeup.variants.hard]
# title = "자르기만 하고 줄이지 않으면 문 위의 값이 그대로 남는다"
# [tool.maedeup.variants.hard.replace]
# "np.maximum(np.abs(pull) - strength, 0)" = "np.abs(pull) * (np.abs(pull) > strength)"
# ///

# %% setup
import numpy as np


# %% loss
def loss(X, y, w, b, strength):
    return ((X @ w + b - y) ** 2).sum() + strength * (w**2).sum()


# %% loss-check
one, two = np.array([[1.0, 2.0]]), np.array([1.0, 1.0])
assert loss(one, np.array([3.0]), two, 0.0, 10.0) == 20
assert loss(one, np.array([0.0]), np.array([2.0, 0.0]), 3.0, 1.0) == 29


# %% solve
def solve(X, y, strength):
    return np.linalg.solve(X.T @ X + strength * np.eye(X.shape[1]), X.T @ y)


# %% solve-check
X = np.random.default_rng(0).normal(size=(30, 3))
y = X @ [1.0, -2.0, 0.5]
w = solve(X, y, 5.0)
assert np.allclose(X.T @ (X @ w - y) + 5.0 * w, 0)  # 기울기가 0이다
assert np.allclose(solve(X, y, 0.0), [1, -2, 0.5])


# %% gate
def gate(pull, strength):
    return np.sign(pull) * np.maximum(np.abs(pull) - strength, 0)


# %% gate-check
assert gate(np.array([3.0, -3.0, 0.5, -0.5]), 1.0).tolist() == [2, -2, 0, 0]
