"""연습: 가중치를 제자리에서 옮기고, 부호로 걷고, 학습률을 줄인다."""

# /// script
# [tool.maedeup.variants.rebound]
# title = "이름 `w`만 새 배열을 가리키고 모델의 가중치는 그대로이다"
# replace = { "w -= lr * g" = "w = w - lr * g" }
#
# [tool.maedeup.variants.uphill]
# title = "기울기 쪽으로 가면 손실이 커진다"
# replace = { "w -= lr * g" = "w += lr * g" }
#
# [tool.maedeup.variants.by-size]
# title = "기울기가 커졌는지를 보았다. 손실의 단위에 휘둘린다"
# replace = { "before * now > 0" = "np.abs(now) > np.abs(before)" }
#
# [tool.maedeup.variants.negative]
# title = "코사인을 그대로 쓰면 절반이 지난 뒤에 거꾸로 걷는다"
# replace = { "(1 + np.cos(np.pi * t / n)) / 2" = "np.cos(np.pi * t / n)" }
#
# [tool.maedeup.variants.straight]
# title = "곧게 줄이는 것도 쓰지만 처음에 빨리 줄어 코사인이 아니다"
# replace = { "(1 + np.cos(np.pi * t / n)) / 2" = "(1 - t / n) ** 2" }
# ///

# %% setup
import numpy as np


# %% in-place
def step(weights, grads, lr):
    for w, g in zip(weights, grads):
        w -= lr * g


# %% in-place-check
model = {"층": np.array([1.0, 2.0])}
step(list(model.values()), [np.array([10.0, -10.0])], 0.1)
assert model["층"].tolist() == [0, 3], "모델의 가중치가 그대로이다"


# %% sign
def resize(size, before, now):
    same = before * now > 0
    return np.where(same, 1.2, 0.5) * size


# %% sign-check
before, now = np.array([1.0, -1.0, 1.0, -3.0]), np.array([0.1, -5.0, -2.0, 1.0])
assert np.allclose(resize(np.ones(4), before, now), [1.2, 1.2, 0.5, 0.5]), "부호만 보아야 한다"


# %% cosine
def rate(t, n, top):
    return top * (1 + np.cos(np.pi * t / n)) / 2


# %% cosine-check
assert rate(0, 100, 0.4) == 0.4
assert abs(rate(50, 100, 0.4) - 0.2) < 1e-12, "가운데에서는 절반이다"
assert all(rate(t, 100, 0.4) >= 0 for t in range(101)), "음의 학습률은 손실을 키운다"
