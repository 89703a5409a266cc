"""연습: 감쇠를 떼어 내고, 반으로 줄 때를 셈하고, 깎을 것을 고른다."""

# /// script
# [tool.maedeup.variants.mixed]
# title = "기울기에 섞으면 감쇠까지 크기로 나누어진다. Adam에 넣은 L2이다"
# replace = { "lr * g / scale - lr * decay * w" = "lr * (g + decay * w) / scale" }
#
# [tool.maedeup.variants.no-rate]
# title = "학습률을 곱하지 않으면 학습률을 줄여도 감쇠가 그대로이다"
# replace = { "- lr * decay * w" = "- decay * w" }
#
# [tool.maedeup.variants.linear]
# title = "걸음마다 처음의 값에서 같은 양을 깎는다고 보았다"
# replace = { "log(0.5) / log(1 - lr * decay)" = "0.5 / (lr * decay)" }
#
# [tool.maedeup.variants.by-name]
# title = "이름으로 고르면 배치 정규화의 감마가 따라 들어온다"
# replace = { "w.ndim > 1" = "name.endswith(\"weight\")" }
# ///

# %% setup
from math import log

import numpy as np


# %% apart
def step(w, g, scale, lr, decay):
    return w - lr * g / scale - lr * decay * w


# %% apart-check
for scale in (0.01, 100.0):  # 기울기가 없으면 남는 것은 감쇠뿐이다
    kept = step(np.array([1.0, 10.0]), 0.0, scale, 0.1, 0.1)
    assert np.allclose(kept, [0.99, 9.9]), "기울기의 크기가 감쇠를 흔들었다"


# %% half
def half_life(lr, decay):
    return log(0.5) / log(1 - lr * decay)


# %% half-check
w, n = 1.0, 0
while w > 0.5:
    w, n = step(w, 0.0, 1.0, 0.1, 0.5), n + 1
assert n - 1 < half_life(0.1, 0.5) <= n, "직접 깎아 센 걸음과 다르다"


# %% choose
def decayed(params):
    return [name for name, w in params.items() if w.ndim > 1]


# %% choose-check
params = {
    "conv.weight": np.zeros((8, 3, 3, 3)), "conv.bias": np.zeros(8),
    "norm.weight": np.zeros(8), "norm.bias": np.zeros(8),
    "fc.weight": np.zeros((10, 8)),
}  # fmt: skip
assert decayed(params) == ["conv.weight", "fc.weight"], "감마까지 0 쪽으로 깎인다"
