"""연습: 이웃과 자신을 섞는다."""

# /// script
# [tool.maedeup.variants.no-self]
# title = "자신을 넣지 않으면 제 특성을 잃고 이웃의 것만 남는다"
# replace = { "a + np.eye(len(a))" = "a + 0" }
#
# [tool.maedeup.variants.one-side]
# title = "받는 쪽으로만 나누면 대칭이 아니다"
# replace = { "/ root[:, None] / root[None]" = "/ root[:, None] / root[:, None]" }
#
# [tool.maedeup.variants.raw]
# title = "나누지 않으면 섞을수록 커진다"
# replace = { "a / root[:, None] / root[None]" = "a" }
# ///

# %% setup
import numpy as np


# %% mix
def mixing(a):
    a = a + np.eye(len(a))
    root = np.sqrt(a.sum(axis=1))
    return a / root[:, None] / root[None]


# %% mix-check
star = np.zeros((4, 4))
star[0, 1:] = star[1:, 0] = 1  # 한 사람이 셋과 이어졌다
s = mixing(star)
assert (np.diag(s) > 0).all(), "자기 특성을 잃었다"
assert np.allclose(s, s.T), "방향이 없는 그래프에서는 대칭이다"
assert abs(np.linalg.eigvalsh(s).max() - 1) < 1e-9, "거듭 섞어도 커지지 않아야 한다"
