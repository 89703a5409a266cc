"""연습: 틀릴 때만 고친다."""

# /// script
# [tool.maedeup.variants.always]
# title = "맞힌 표본까지 더하면 끝나지 않는다"
# replace = { "(y - guess) * x" = "y * x" }
#
# [tool.maedeup.variants.backwards]
# title = "틀린 표본에서 멀어진다"
# replace = { "(y - guess)" = "(guess - y)" }
# ///

# %% setup
import numpy as np


# %% fix
def fix(w, x, y):
    guess = int(w @ x > 0)
    return w + (y - guess) * x


# %% fix-check
assert fix(np.array([1.0, 1.0]), np.array([2.0, 1.0]), 1).tolist() == [1, 1], "맞혔는데 고쳤다"
assert fix(np.array([1.0, 1.0]), np.array([2.0, 1.0]), 0).tolist() == [-1, 0], "밀어내야 한다"
w, points = np.zeros(3), [((0, 0, 1), 0), ((0, 1, 1), 0), ((1, 0, 1), 0), ((1, 1, 1), 1)]
for _ in range(20):
    for x, y in points:
        w = fix(w, np.array(x), y)
assert [int(w @ x > 0) for x, _ in points] == [0, 0, 0, 1], "AND를 배우지 못했다"
