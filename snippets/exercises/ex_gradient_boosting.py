"""연습: 남은 오차를 구하고, 예측을 더하고, 멈출 곳을 고른다."""

# /// script
# [tool.maedeup.variants.reversed]
# title = "예측에서 정답을 빼면 오차를 키우는 쪽으로 배운다"
# replace = { "y - guess" = "guess - y" }
#
# [tool.maedeup.variants.from-start]
# title = "정답을 그대로 맞히면 앞의 나무들이 한 일을 또 한다"
# replace = { "y - guess" = "y" }
#
# [tool.maedeup.variants.no-first]
# title = "처음의 평균을 잊으면 모두 그만큼 낮다"
# replace = { "return first + lr * sum(parts)" = "return lr * sum(parts)" }
#
# [tool.maedeup.variants.averaged]
# title = "평균은 포레스트가 하는 일이다. 부스팅은 더한다"
# replace = { "return first + lr * sum(parts)" = "return first + sum(parts) / len(parts)" }
#
# [tool.maedeup.variants.longest]
# title = "훈련 오차는 끝까지 줄므로 늘 마지막에서 멈춘다"
# replace = { "valid_error.argmin()" = "train_error.argmin()" }
#
# [tool.maedeup.variants.off-by-one]
# title = "0번째가 나무 한 그루이다"
# replace = { "valid_error.argmin()) + 1" = "valid_error.argmin())" }
# ///

# %% setup
import numpy as np


# %% target
def target(y, guess):
    return y - guess


# %% target-check
assert target(np.array([3.0, 1.0]), np.array([2.0, 2.0])).tolist() == [1, -1]


# %% total
def total(first, parts, lr):
    return first + lr * sum(parts)


# %% total-check
parts = [np.array([10.0, -10.0]), np.array([5.0, 5.0])]
assert total(100.0, parts, 0.1).tolist() == [101.5, 99.5]


# %% stop
def stop(train_error, valid_error):
    return int(valid_error.argmin()) + 1


# %% stop-check
assert stop(np.array([5.0, 4, 3, 2]), np.array([6.0, 5, 5.5, 7])) == 2
