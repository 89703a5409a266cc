"""연습: 시드 여럿의 결과를 한 수로 말한다."""

# /// script
# [tool.maedeup.variants.best]
# title = "가장 좋은 시드를 말하면 많이 돌린 쪽이 이긴다"
# replace = { "np.median(scores)" = "np.max(scores)" }
#
# [tool.maedeup.variants.average]
# title = "평균은 무너진 시드 하나에 끌려간다"
# replace = { "np.median(scores)" = "np.mean(scores)" }
# ///

# %% setup
import numpy as np


# %% report
def report(scores):
    return np.median(scores)


# %% report-check
rng = np.random.default_rng(0)
few, many = rng.normal(0.8, 0.02, 5), rng.normal(0.8, 0.02, 500)
assert abs(report(many) - report(few)) < 0.02, "시드를 많이 뽑기만 해도 점수가 오른다"
assert abs(report(np.append(few, 0.1)) - report(few)) < 0.02, "시드 하나에 크게 흔들렸다"
