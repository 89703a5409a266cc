"""연습: 사진을 오른쪽으로 민다."""

# /// script
# [tool.maedeup.variants.wraps]
# title = "돌려 붙이면 7의 끝이 왼쪽에 나타난다. 그런 글씨는 없다"
# replace = { "moved[:, :n] = 0" = "pass" }
#
# [tool.maedeup.variants.down]
# title = "축이 다르다. 아래로 밀었다"
# replace = { "axis=1" = "axis=0" }
# ///

# %% setup
import numpy as np


# %% shift
def shift(image, n):
    moved = np.roll(image, n, axis=1)
    moved[:, :n] = 0
    return moved


# %% shift-check
image = np.array([[1, 2, 3], [4, 5, 6]])
assert shift(image, 1).tolist() == [[0, 1, 2], [0, 4, 5]], "밀려난 열이 반대쪽에 나타났다"
assert image.tolist() == [[1, 2, 3], [4, 5, 6]], "원래의 사진이 바뀌었다"
