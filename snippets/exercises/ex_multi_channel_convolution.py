"""연습: 채널별 결과를 모아 특성 맵 한 장을 만든다."""

# /// script
# [tool.maedeup.variants.each-channel]
# title = "채널마다 더하면 편향이 세 번 들어간다"
# replace = { "maps.sum(axis=0) + b" = "(maps + b).sum(axis=0)" }
#
# [tool.maedeup.variants.averaged]
# title = "채널의 평균이 아니라 합이다"
# replace = { "maps.sum" = "maps.mean" }
#
# [tool.maedeup.variants.apart]
# title = "더하지 않으면 특성 맵이 채널마다 남는다"
# replace = { "maps.sum(axis=0) + b" = "maps + b" }
# ///

# %% setup
import numpy as np


# %% collect
def collect(maps, b):
    return maps.sum(axis=0) + b


# %% collect-check
maps = np.stack([np.full((2, 2), v) for v in (1.0, 2.0, 3.0)])
assert collect(maps, 10.0).tolist() == [[16, 16], [16, 16]], "1, 2, 3을 더하고 편향을 한 번 더한다"
