"""연습: 두 층을 지나게 한다."""

# /// script
# [tool.maedeup.variants.output-too]
# title = "점수까지 꺾으면 음수를 답하지 못하고, 모두 꺼지면 배우지도 못한다"
# replace = { "return w2 @ h + b2" = "return np.maximum(w2 @ h + b2, 0)" }
#
# [tool.maedeup.variants.unbent]
# title = "꺾지 않으면 두 층이 한 층으로 접힌다"
# replace = { "np.maximum(w1 @ x + b1, 0)" = "w1 @ x + b1" }
# ///

# %% setup
import numpy as np


# %% forward
def scores(x, w1, b1, w2, b2):
    h = np.maximum(w1 @ x + b1, 0)
    return w2 @ h + b2


# %% forward-check
w1, b1 = np.array([[1.0], [-1.0]]), np.zeros(2)
w2, b2 = np.array([[1.0, 1.0]]), np.array([-5.0])
found = [scores(np.array([v]), w1, b1, w2, b2)[0] for v in (-3.0, 0.0, 3.0)]
assert found == [-2, -5, -2], "절댓값 모양으로 꺾이고, 점수는 음수이다"
