"""연습: 원본을 지키며 고친다."""

# /// script
# [tool.maedeup.variants.view]
# title = "처음부터 끝까지 잘라도 뷰이다. 리스트와 다르다"
# replace = { "a.copy()" = "a[:]" }
#
# [tool.maedeup.variants.name]
# title = "이름을 하나 더 붙였을 뿐이다"
# replace = { "a.copy()" = "a" }
# ///

# %% setup
import numpy as np


# %% blank
def blank(a):
    out = a.copy()
    out[0] = 0
    return out


# %% blank-check
a = np.ones((2, 3))
assert blank(a).tolist() == [[0, 0, 0], [1, 1, 1]]
assert a.sum() == 6, "받은 배열이 바뀌었다"
