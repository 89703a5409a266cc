"""연습: 이름을 붙인 뒤에 채점한다."""

# /// script
# [tool.maedeup.variants.as-labels]
# title = "번호를 답으로 읽으면 번호를 붙인 차례에 점수가 달린다"
# replace = { "sum(named) / len(truth)" = "(groups == truth).mean()" }
#
# [tool.maedeup.variants.best-group]
# title = "가장 깨끗한 군집만 보았다"
# replace = { "sum(named) / len(truth)" = "max(named) / (groups == groups[0]).sum()" }
# ///

# %% setup
import numpy as np


# %% purity
def purity(groups, truth):
    named = [np.bincount(truth[groups == g]).max() for g in np.unique(groups)]
    return sum(named) / len(truth)


# %% purity-check
truth = np.array([0, 0, 0, 1, 1, 1])
groups = np.array([7, 7, 7, 2, 2, 7])
assert purity(groups, truth) == 5 / 6
assert purity(9 - groups, truth) == purity(groups, truth), "번호를 바꾸었을 뿐이다"
