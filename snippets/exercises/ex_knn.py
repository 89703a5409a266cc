"""연습: 훈련의 통계로 크기를 맞춘다."""

# /// script
# [tool.maedeup.variants.own-ruler]
# title = "시험의 통계로 맞추면 함께 온 표본에 따라 답이 달라지고, 하나뿐이면 나눌 수도 없다"
# replace = { "ruler = train" = "ruler = test" }
#
# [tool.maedeup.variants.one-number]
# title = "모든 특성을 한 수로 맞추면 큰 특성이 여전히 거리를 정한다"
# [tool.maedeup.variants.one-number.replace]
# "(test - ruler.mean(axis=0)) / ruler.std(axis=0)" = "(test - ruler.mean()) / ruler.std()"
# ///

# %% setup
import numpy as np


# %% scale
def scaled(train, test):
    ruler = train
    return (test - ruler.mean(axis=0)) / ruler.std(axis=0)


# %% scale-check
train = np.array([[0.0, 1000], [2, 3000]])
out = scaled(train, np.array([[1.0, 2000], [2, 3000]]))
assert out.tolist() == [[0, 0], [1, 1]], "훈련 때와 다른 자로 쟀다"
assert scaled(train, np.array([[2.0, 3000]])).tolist() == [[1, 1]]
