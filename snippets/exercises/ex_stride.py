"""연습: 솎아 내어 스트라이드를 흉내 낸다."""

# /// script
# [tool.maedeup.variants.one-axis]
# title = "두 축을 모두 건너뛴다"
# replace = { "full[::s, ::s]" = "full[::s]" }
#
# [tool.maedeup.variants.late]
# title = "첫 창은 왼쪽 위에 놓인다"
# replace = { "full[::s, ::s]" = "full[s - 1 :: s, s - 1 :: s]" }
#
# [tool.maedeup.variants.averaged-out]
# title = "앞의 몇 칸만 남기는 것은 사진의 한 귀퉁이만 보는 것이다"
# replace = { "full[::s, ::s]" = "full[: len(full) // s + 1, : len(full) // s + 1]" }
# ///

# %% setup
import numpy as np


# %% thin
def strided(full, s):
    return full[::s, ::s]


# %% thin-check
full = np.arange(25).reshape(5, 5)
assert strided(full, 2).tolist() == [[0, 2, 4], [10, 12, 14], [20, 22, 24]], "0, 2, 4번째 자리이다"
assert strided(full, 4).shape == (2, 2)
