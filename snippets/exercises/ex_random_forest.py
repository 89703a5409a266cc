"""연습: 표본을 되넣으며 뽑고, 표를 모으고, 뽑히지 않은 것을 찾는다."""

# /// script
# [tool.maedeup.variants.no-return]
# title = "되넣지 않으면 늘 같은 표본이라 나무가 모두 같아진다"
# replace = { "rng.integers(n, size=n)" = "rng.permutation(n)" }
#
# [tool.maedeup.variants.average]
# title = "클래스 번호의 평균은 아무도 말하지 않은 클래스가 된다"
# replace = { "np.bincount(answers).argmax()" = "round(answers.mean())" }
#
# [tool.maedeup.variants.last]
# title = "마지막 나무 하나의 답일 뿐이다"
# replace = { "np.bincount(answers).argmax()" = "answers[-1]" }
#
# [tool.maedeup.variants.drawn]
# title = "거꾸로 뽑힌 것을 골랐다"
# replace = { "~np.isin(np.arange(n), rows)" = "np.isin(np.arange(n), rows)" }
# ///

# %% setup
import numpy as np


# %% draw
def draw(n, rng):
    return rng.integers(n, size=n)


# %% draw-check
drawn = draw(1000, np.random.default_rng(0))
assert drawn.shape == (1000,) and drawn.min() >= 0 and drawn.max() < 1000
assert 0.6 < len(np.unique(drawn)) / 1000 < 0.66


# %% vote
def vote(answers):
    return np.bincount(answers).argmax()


# %% vote-check
assert vote(np.array([0, 2, 2, 0, 2])) == 2
assert vote(np.array([0, 0, 0, 9, 9])) == 0


# %% unseen
def unseen(rows, n):
    return ~np.isin(np.arange(n), rows)


# %% unseen-check
assert unseen(np.array([0, 0, 2]), 4).tolist() == [False, True, False, True]
