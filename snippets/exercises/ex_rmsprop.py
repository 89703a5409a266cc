"""연습: 한 걸음을 쓰고, 첫걸음을 미리 말하고, 두 방향을 고르게 한다."""

# /// script
# [tool.maedeup.variants.adagrad]
# title = "더하기만 하면 아다그라드이고 걸음이 0으로 줄어든다"
# replace = { "alpha * s + (1 - alpha) * g**2" = "s + g**2" }
#
# [tool.maedeup.variants.no-share]
# title = "새값을 온전히 더하면 평균이 열 배로 부풀어 걸음이 작다"
# replace = { "(1 - alpha) * g**2" = "g**2" }
#
# [tool.maedeup.variants.no-bias]
# title = "처음의 치우침을 잊었다. 그것을 고친 것은 Adam이다"
# replace = { "lr / np.sqrt(1 - alpha)" = "lr" }
#
# [tool.maedeup.variants.smaller]
# title = "나누는 쪽이 작아지므로 걸음은 커진다"
# replace = { "lr / np.sqrt(1 - alpha)" = "lr * np.sqrt(1 - alpha)" }
#
# [tool.maedeup.variants.one-length]
# title = "벡터의 길이 하나로 나누면 완만한 축은 여전히 더디다"
# replace = { "s**0.5" = "s.sum() ** 0.5" }
# ///

# %% setup
import numpy as np


# %% step
def step(w, s, g, lr, alpha=0.9):
    s = alpha * s + (1 - alpha) * g**2
    return w - lr * g / np.sqrt(s), s


# %% step-check
w, s = 0.0, 0.0
for _ in range(200):
    before = w
    w, s = step(w, s, 300.0, 0.01)
assert abs(before - w - 0.01) < 1e-6, "같은 기울기가 이어지면 걸음은 학습률로 가라앉는다"


# %% first
def first(lr, alpha):
    return lr / np.sqrt(1 - alpha)


# %% first-check
for g in (3.0, 300.0):
    for alpha in (0.9, 0.99):
        w, _ = step(0.0, 0.0, g, 0.01, alpha)
        assert abs(abs(w) - first(0.01, alpha)) < 1e-9, "첫걸음은 학습률보다 크다"


# %% direction
def direction(g, s):
    return g / s**0.5


# %% direction-check
g = np.array([100.0, 1.0])
assert np.allclose(direction(g, g**2), [1, 1]), "두 축이 고르게 나아가야 한다"
