"""연습: 나눈 뒤의 불순도를 잰다."""

# /// script
# [tool.maedeup.variants.unweighted]
# title = "무게 없이 평균하면 하나만 떼어 내는 질문이 가장 좋아 보인다"
# replace = { "np.average(sides, weights=[len(left), len(right)])" = "np.mean(sides)" }
#
# [tool.maedeup.variants.best-side]
# title = "깨끗한 쪽만 보면 남은 쪽이 얼마나 섞였는지 모른다"
# replace = { "np.average(sides, weights=[len(left), len(right)])" = "min(sides)" }
# ///

# %% setup
import numpy as np


# %% split
def gini(labels):
    share = np.bincount(labels) / len(labels)
    return 1 - (share**2).sum()


def after(left, right):
    sides = [gini(left), gini(right)]
    return np.average(sides, weights=[len(left), len(right)])


# %% split-check
mixed, pure = np.array([0, 1] * 4), np.array([1])
assert abs(after(mixed, pure) - 0.5 * 8 / 9) < 1e-12, "하나만 떼어 내고 반으로 줄였다고 할 수 없다"
assert after(np.array([0, 0]), np.array([1, 1])) == 0
