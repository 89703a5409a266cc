"""연습: 특성 맵을 채널마다 수 하나로 줄인다."""

# /// script
# [tool.maedeup.variants.over-channels]
# title = "채널끼리 평균하면 자리만 남고 무엇인지가 사라진다"
# replace = { "axis=(1, 2)" = "axis=0" }
#
# [tool.maedeup.variants.largest]
# title = "가장 큰 값은 최대 풀링이다"
# replace = { "maps.mean(axis" = "maps.max(axis" }
# ///

# %% setup
import numpy as np


# %% pool
def pool(maps):
    return maps.mean(axis=(1, 2))


# %% pool-check
maps = np.stack([np.full((4, 4), 2.0), np.eye(4)])
assert pool(maps).tolist() == [2, 0.25], "채널마다 수 하나여야 한다"
assert pool(np.ones((2, 7, 9))).shape == (2,), "사진의 크기가 달라도 길이가 같아야 한다"
