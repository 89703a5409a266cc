"""연습: 작은 확률을 곱하지 않고 다룬다."""

# /// script
# [tool.maedeup.variants.product]
# title = "곱하는 동안 컴퓨터가 나타낼 수 없을 만큼 작아져 0이 되고, 0의 로그는 없다"
# expect_error = "ValueError"
# replace = { "sum(log(x) for x in p)" = "log(prod(p))" }
#
# [tool.maedeup.variants.average]
# title = "평균은 하나의 크기이고, 함께 일어날 확률이 아니다"
# replace = { "sum(log(x) for x in p)" = "sum(log(x) for x in p) / len(p)" }
# ///

# %% setup
from math import log, prod


# %% joint
def log_joint(p):
    return sum(log(x) for x in p)


# %% joint-check
assert abs(log_joint([0.5, 0.2]) - log(prod([0.5, 0.2]))) < 1e-12
coins = [0.5] * 2000
assert abs(log_joint(coins) - 2000 * log(0.5)) < 1e-6, "곱은 0이 되어도 로그의 합은 남는다"
