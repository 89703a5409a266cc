"""연습: 마진을 지키지 못한 만큼 벌금을 매긴다."""

# /// script
# [tool.maedeup.variants.only-wrong]
# title = "틀린 점에만 매기면 띠를 넓힐 까닭이 없어진다. 퍼셉트론의 손실이다"
# replace = { "1 - y * f" = "-y * f" }
#
# [tool.maedeup.variants.endless]
# title = "0에서 끊지 않으면 넉넉히 맞힌 점이 경계를 끌어당긴다"
# replace = { "np.maximum(0, 1 - y * f)" = "1 - y * f" }
# ///

# %% setup
import numpy as np


# %% hinge
def hinge(f, y):
    return np.maximum(0, 1 - y * f)


# %% hinge-check
f, y = np.array([2.0, 0.5, -0.5, -3.0]), np.array([1, 1, 1, -1])
assert hinge(f, y).tolist() == [0, 0.5, 1.5, 0], "띠 안에 든 점도 벌금을 낸다"
