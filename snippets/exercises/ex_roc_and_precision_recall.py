"""연습: 짝을 세어 넓이를 구하고, 문턱을 고르고, 정밀도를 옮겨 셈한다."""

# /// script
# [tool.maedeup.variants.ties-won]
# title = "비긴 짝을 이긴 것으로 치면 모두 같은 점수가 만점이 된다"
# replace = { "ties / 2" = "ties" }
#
# [tool.maedeup.variants.only-means]
# title = "평균을 견주면 짝을 센 것이 아니다"
# [tool.maedeup.variants.only-means.replace]
# "return float((wins + ties / 2).mean())" = "return float(positive.mean() > negative.mean())"
#
# [tool.maedeup.variants.lowest]
# title = "가장 낮은 문턱은 모두를 양성이라고 하여 위양성이 가장 많다"
# replace = { "max(c for" = "min(c for" }
#
# [tool.maedeup.variants.precise]
# title = "정밀도를 지킨 것이지 재현율을 지킨 것이 아니다"
# replace = { "(score[truth] >= c).mean()" = "truth[score >= c].mean()" }
#
# [tool.maedeup.variants.same-share]
# title = "양성의 몫을 셈에 넣지 않으면 드물 때의 위양성을 잊는다"
# replace = { "fpr * (1 - share)" = "fpr * share" }
# ///

# %% setup
import numpy as np


# %% area
def area(positive, negative):
    wins = positive[:, None] > negative
    ties = positive[:, None] == negative
    return float((wins + ties / 2).mean())


# %% area-check
assert area(np.array([2, 3]), np.array([0, 1])) == 1
assert area(np.array([1, 1]), np.array([1, 1])) == 0.5
assert area(np.array([9, 0]), np.array([1, 2])) == 0.5


# %% cut
def cut(score, truth, least):
    return max(c for c in score if (score[truth] >= c).mean() >= least)


# %% cut-check
example = np.array([0.9, 0.8, 0.7, 0.4, 0.2])
real = np.array([True, False, True, True, False])
assert cut(example, real, 0.6) == 0.7
assert cut(example, real, 1.0) == 0.4


# %% moved
def precision_at(recall, fpr, share):
    return recall * share / (recall * share + fpr * (1 - share))


# %% moved-check
assert abs(precision_at(0.9, 0.1, 0.5) - 0.9) < 1e-12
assert abs(precision_at(0.9, 0.1, 0.01) - 9 / 108) < 1e-12
