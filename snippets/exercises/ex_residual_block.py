"""연습: 더한 뒤에 꺾는다."""

# /// script
# [tool.maedeup.variants.bent-first]
# title = "더하기 전에 꺾으면 키울 수만 있고 줄일 수는 없다"
# replace = { "np.maximum(fx + x, 0)" = "np.maximum(fx, 0) + x" }
#
# [tool.maedeup.variants.no-skip]
# title = "스킵 연결이 없으면 아무것도 하지 않는 법부터 배워야 한다"
# replace = { "fx + x" = "fx" }
# ///

# %% setup
import numpy as np


# %% block
def block(fx, x):
    return np.maximum(fx + x, 0)


# %% block-check
x = np.array([1.0, 2.0])
assert block(np.zeros(2), x).tolist() == [1, 2], "바꿀 것이 없으면 그대로 내보낸다"
assert block(np.array([-0.5, 1.0]), x).tolist() == [0.5, 3], "값을 줄일 수 없는 블록이다"
