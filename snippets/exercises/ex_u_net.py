"""연습: 건네받은 특성 맵을 잇는다."""

# /// script
# [tool.maedeup.variants.corner]
# title = "왼쪽 위를 자르면 두 칸씩 어긋난 자리를 잇는다"
# replace = { "(a - b) // 2" = "0 * (a - b)" }
#
# [tool.maedeup.variants.added]
# title = "더하는 것은 레지듀얼 블록이다. 채널이 늘지 않는다"
# replace = { "np.concatenate([middle, up])" = "middle + up" }
# ///

# %% setup
import numpy as np


# %% join
def join(up, skip):
    top, left = [(a - b) // 2 for a, b in zip(skip.shape[1:], up.shape[1:])]
    middle = skip[:, top : top + up.shape[1], left : left + up.shape[2]]
    return np.concatenate([middle, up])


# %% join-check
skip = np.arange(36.0).reshape(1, 6, 6)
out = join(np.zeros((1, 2, 2)), skip)
assert out.shape == (2, 2, 2), "채널이 두 배가 되어야 한다"
assert out[0].tolist() == [[14, 15], [20, 21]], "가운데가 같은 자리이다"
