"""연습: 가까운 평균의 클래스로 답한다."""

# /// script
# [tool.maedeup.variants.dot]
# title = "내적으로 견주면 수가 큰 클래스가 언제나 이긴다"
# replace = { "np.linalg.norm(means[c] - x)" = "-means[c] @ x" }
#
# [tool.maedeup.variants.memory]
# title = "배운 것과 똑같은 입력만 찾으면 새 꽃에 답하지 못한다"
# replace = { "min(means, key=gap)" = "next((c for c in means if gap(c) == 0), None)" }
# ///

# %% setup
import numpy as np


# %% predict
def predict(means, x):
    def gap(c):
        return np.linalg.norm(means[c] - x)

    return min(means, key=gap)


# %% predict-check
means = {"작은 꽃": np.array([1.0, 1.0]), "큰 꽃": np.array([5.0, 5.0])}
assert predict(means, np.array([1.2, 0.7])) == "작은 꽃", "처음 보는 꽃이다"
assert predict(means, np.array([4.0, 6.0])) == "큰 꽃"
