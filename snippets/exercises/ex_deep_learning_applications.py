"""연습: 화풍을 재는 그람 행렬을 쓴다."""

# /// script
# [tool.maedeup.variants.places]
# title = "자리끼리 견주면 어디에 있는지를 재게 된다"
# replace = { "flat @ flat.T" = "flat.T @ flat" }
#
# [tool.maedeup.variants.summed]
# title = "자리의 수로 나누지 않으면 큰 사진의 화풍이 더 세다"
# replace = { "flat @ flat.T / flat.shape[1]" = "flat @ flat.T" }
# ///

# %% setup
import numpy as np


# %% gram
def gram(maps):
    flat = maps.reshape(len(maps), -1)
    return flat @ flat.T / flat.shape[1]


# %% gram-check
rng = np.random.default_rng(0)
maps = rng.normal(size=(3, 4, 5))
places = rng.permutation(20)
shuffled = maps.reshape(3, 20)[:, places].reshape(3, 4, 5)
assert gram(maps).shape == (3, 3), "채널끼리의 표여야 한다"
assert np.allclose(gram(maps), gram(shuffled)), "자리를 뒤섞어도 화풍은 같아야 한다"
larger = gram(np.tile(maps, (1, 2, 1)))
assert np.isclose(larger.sum(), gram(maps).sum()), "사진이 커져도 화풍은 같아야 한다"
