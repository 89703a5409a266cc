"""연습: 셀 상태를 고친다."""

# /// script
# [tool.maedeup.variants.squeezed]
# title = "시점마다 tanh를 지나면 단순한 RNN처럼 옛것이 닳는다"
# replace = { "f * c + i * g" = "np.tanh(f * c + i * g)" }
#
# [tool.maedeup.variants.tied]
# title = "남길 것과 쓸 것을 하나로 묶은 것은 GRU이다"
# replace = { "i * g" = "(1 - f) * g" }
# ///

# %% setup
import numpy as np


# %% update
def update(f, i, g, c):
    return f * c + i * g


# %% update-check
assert update(1.0, 1.0, 0.5, 2.0) == 2.5, "지우지 않고 더 쓸 수 있다"
c = np.array([3.0, -2.0])
for _ in range(100):
    c = update(1.0, 0.0, 0.9, c)
assert c.tolist() == [3, -2], "망각 게이트가 열려 있으면 백 시점 뒤에도 그대로이다"
