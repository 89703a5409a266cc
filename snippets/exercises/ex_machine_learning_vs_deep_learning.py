"""연습: 사람이 만든 특성이 잃는 것을 찾는다."""

# /// script
# [tool.maedeup.variants.same-total]
# title = "전체의 합만 같으면 행과 열의 합이 다르다"
# replace = { "[1, 1, 0], [0, 0, 1]" = "[1, 1, 0], [0, 1, 0]" }
#
# [tool.maedeup.variants.turned]
# title = "돌려도 같은 그림이다"
# replace = { "[[1, 1, 0], [0, 0, 1], [1, 0, 1]]" = "[[1, 0, 1], [0, 1, 0], [1, 0, 1]][::-1]" }
# ///

# %% setup
import numpy as np


def features(image):
    """행마다의 합과 열마다의 합."""
    return np.concatenate([image.sum(axis=1), image.sum(axis=0)])


cross = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])

# %% twin
twin = np.array([[1, 1, 0], [0, 0, 1], [1, 0, 1]])

# %% twin-check
assert (twin != cross).any(), "같은 그림이다"
assert (features(twin) == features(cross)).all(), "특성이 다르면 분류기가 가릴 수 있다"
