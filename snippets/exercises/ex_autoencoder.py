"""연습: 축 몇 개로 줄였다가 복원한다."""

# /// script
# [tool.maedeup.variants.no-mean]
# title = "뺀 평균을 더하지 않으면 원점 둘레로 옮겨진다"
# replace = { "code @ axes + mean" = "code @ axes" }
#
# [tool.maedeup.variants.copy]
# title = "넘겨받은 것을 그대로 내면 줄이지 않은 것이라 낯선 것을 알아볼 수 없다"
# replace = { "code @ axes + mean" = "x" }
# ///

# %% setup
import numpy as np


# %% rebuild
def rebuild(x, mean, axes):
    code = (x - mean) @ axes.T
    return code @ axes + mean


# %% rebuild-check
rng = np.random.default_rng(0)
line = np.array([5.0, 5.0]) + rng.normal(size=(50, 1)) @ [[0.6, 0.8]]  # 한 직선 위의 점
mean, axes = line.mean(axis=0), np.array([[0.6, 0.8]])
assert np.allclose(rebuild(line, mean, axes), line), "직선 위의 점은 그대로 돌아와야 한다"
odd = np.array([[5.0, 9.0]])
assert np.linalg.norm(rebuild(odd, mean, axes) - odd) > 1, "벗어난 점까지 그대로 베꼈다"
