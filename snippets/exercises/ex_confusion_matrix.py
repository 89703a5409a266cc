"""연습: 네 칸을 세어 재현율을 구한다."""

# /// script
# [tool.maedeup.variants.precision]
# title = "양성이라고 답한 것 가운데의 비율은 정밀도이다"
# replace = { "(truth == 1).sum()" = "(guess == 1).sum()" }
#
# [tool.maedeup.variants.accuracy]
# title = "모든 표본으로 나누면 드문 양성을 놓쳐도 드러나지 않는다"
# replace = { "found / (truth == 1).sum()" = "(truth == guess).mean()" }
# ///

# %% setup
import numpy as np


# %% recall
def recall(truth, guess):
    found = ((truth == 1) & (guess == 1)).sum()
    return found / (truth == 1).sum()


# %% recall-check
truth = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
guess = np.array([1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
assert recall(truth, guess) == 0.25, "넷 가운데 하나만 찾았다"
assert recall(truth, np.ones(10)) == 1, "모두 양성이라고 하면 놓친 것이 없다"
