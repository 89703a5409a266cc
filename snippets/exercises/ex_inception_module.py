"""연습: 네 갈래를 이어 붙인다."""

# /// script
# [tool.maedeup.variants.batch]
# title = "표본의 축에 이으면 사진이 네 배로 는 것처럼 된다"
# replace = { "axis=1" = "axis=0" }
#
# [tool.maedeup.variants.added]
# title = "더하면 어느 갈래의 것인지 가릴 수 없고, 채널의 수가 다르면 더할 수도 없다"
# replace = { "np.concatenate(branches, axis=1)" = "sum(branches)" }
# ///

# %% setup
import numpy as np


# %% join
def join(branches):
    return np.concatenate(branches, axis=1)


# %% join-check
branches = [np.full((2, 3, 4, 4), k) for k in range(4)]
out = join(branches)
assert out.shape == (2, 12, 4, 4), "채널이 늘어야 한다"
assert out[0, :, 0, 0].tolist() == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3
