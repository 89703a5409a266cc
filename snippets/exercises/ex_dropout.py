"""연습: 끄고, 남은 것을 키운다."""

# /// script
# [tool.maedeup.variants.only-off]
# title = "끄기만 하면 예측할 때 다음 층이 받는 합이 커진다"
# replace = { "x * kept / (1 - p)" = "x * kept" }
#
# [tool.maedeup.variants.by-dropped]
# title = "꺼진 비율이 아니라 남은 비율로 나눈다"
# replace = { "/ (1 - p)" = "/ p" }
#
# [tool.maedeup.variants.mirrored]
# title = "남길 비율로 껐다"
# replace = { ">= p" = "< p" }
# ///

# %% setup
import numpy as np


# %% drop
def drop(x, p, rng):
    kept = rng.random(x.shape) >= p
    return x * kept / (1 - p)


# %% drop-check
for p in (0.25, 0.8):
    out = drop(np.ones(200_000), p, np.random.default_rng(0))
    assert abs((out == 0).mean() - p) < 0.01, "꺼진 비율이 다르다"
    assert abs(out.mean() - 1) < 0.02, "평균이 지켜지지 않았다"
