"""연습: 방향이 얼마나 같은지 잰다."""

# /// script
# [tool.maedeup.variants.dot]
# title = "내적은 길이까지 재므로 밝은 사진이 이긴다"
# replace = { "a @ b / (np.linalg.norm(a) * np.linalg.norm(b))" = "a @ b" }
#
# [tool.maedeup.variants.one-length]
# title = "한쪽의 길이로만 나누면 다른 쪽의 길이가 남는다"
# replace = { "(np.linalg.norm(a) * np.linalg.norm(b))" = "np.linalg.norm(b) ** 2" }
# ///

# %% setup
import numpy as np


# %% cosine
def cosine(a, b):
    return a @ b / (np.linalg.norm(a) * np.linalg.norm(b))


# %% cosine-check
a, b = np.array([3.0, 4.0]), np.array([4.0, 3.0])
assert abs(cosine(a, b) - 0.96) < 1e-12
assert abs(cosine(10 * a, b) - cosine(a, b)) < 1e-12, "길이만 늘었는데 더 닮았다고 했다"
assert abs(cosine(a, -a) + 1) < 1e-12
