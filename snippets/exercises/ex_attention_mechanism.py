"""연습: 어텐션을 쓴다."""

# /// script
# [tool.maedeup.variants.over-queries]
# title = "질의끼리 나누어 가지면 한 질의의 가중치가 1이 되지 않는다"
# replace = { "axis=1" = "axis=0" }
#
# [tool.maedeup.variants.unscaled]
# title = "제곱근으로 나누지 않으면 하나만 고른다"
# replace = { "/ np.sqrt(q.shape[1])" = "" }
# ///

# %% setup
import numpy as np


# %% attend
def attend(q, k, v):
    scores = q @ k.T / np.sqrt(q.shape[1])
    weights = np.exp(scores)
    return weights / weights.sum(axis=1, keepdims=True) @ v


# %% attend-check
q = k = np.eye(2) * 4
v = np.array([[1.0, 1.0], [5.0, 5.0]])
out = attend(q[:1], np.zeros((2, 2)), v)
assert np.allclose(out, [[3, 3]]), "키가 모두 같으면 값의 평균이다"
near = np.exp(16 / np.sqrt(2)) / (np.exp(16 / np.sqrt(2)) + 1)
assert np.allclose(attend(q, k, v)[0], near * v[0] + (1 - near) * v[1], atol=1e-9)
