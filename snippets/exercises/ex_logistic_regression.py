"""연습: 손실의 기울기를 쓴다."""

# /// script
# [tool.maedeup.variants.hard]
# title = "클래스로 자르면 퍼셉트론의 규칙이다. 맞힌 표본은 더 자신 있게 하지 않는다"
# replace = { "(p - y)" = "((p > 0.5) - y)" }
#
# [tool.maedeup.variants.backwards]
# title = "부호가 뒤집히면 손실을 키우는 쪽으로 걷는다"
# replace = { "(p - y)" = "(y - p)" }
# ///

# %% setup
import numpy as np


# %% gradient
def gradient(w, x, y):
    p = 1 / (1 + np.exp(-x @ w))
    return x.T @ (p - y) / len(y)


# %% gradient-check
def loss(w):
    p = 1 / (1 + np.exp(-x @ w))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


rng = np.random.default_rng(0)
x, y, w = rng.normal(size=(20, 2)), rng.integers(0, 2, 20), np.array([0.5, -1.0])
for i, one in enumerate(np.eye(2)):
    slope = (loss(w + 1e-6 * one) - loss(w - 1e-6 * one)) / 2e-6
    assert abs(gradient(w, x, y)[i] - slope) < 1e-6, "조금 움직여 본 기울기와 다르다"
