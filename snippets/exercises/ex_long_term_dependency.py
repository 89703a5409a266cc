"""연습: 터지는 기울기를 자른다."""

# /// script
# [tool.maedeup.variants.each]
# title = "원소마다 자르면 방향이 대각선으로 돈다"
# replace = { "g * min(1, limit / np.linalg.norm(g))" = "np.clip(g, -limit, limit)" }
#
# [tool.maedeup.variants.always]
# title = "늘 같은 길이로 만들면 최솟점 가까이에서도 크게 걷는다"
# replace = { "min(1, limit / np.linalg.norm(g))" = "(limit / np.linalg.norm(g))" }
# ///

# %% setup
import numpy as np


# %% clip
def clip(g, limit):
    return g * min(1, limit / np.linalg.norm(g))


# %% clip-check
g = clip(np.array([300.0, 400.0]), 1.0)
assert np.allclose(g, [0.6, 0.8]), "방향이 달라졌다"
assert clip(np.array([0.03, 0.04]), 1.0).tolist() == [0.03, 0.04], "작은 기울기까지 키웠다"
