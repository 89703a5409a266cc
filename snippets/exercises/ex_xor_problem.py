"""연습: 접어서 XOR을 푼다."""

# /// script
# [tool.maedeup.variants.once]
# title = "한 번만 빼면 (1, 1)에서 1이 남는다. OR이다"
# replace = { "h1 - 2 * h2" = "h1 - h2" }
#
# [tool.maedeup.variants.unbent]
# title = "꺾지 않으면 어떤 수를 곱해도 직선 하나이다"
# replace = { "np.maximum(a + b - 1, 0)" = "a + b - 1" }
# ///

# %% setup
import numpy as np


# %% xor
def xor(a, b):
    h1, h2 = np.maximum(a + b, 0), np.maximum(a + b - 1, 0)
    return h1 - 2 * h2


# %% xor-check
for a in (0, 1):
    for b in (0, 1):
        assert xor(a, b) == (a ^ b), f"({a}, {b})에서 {xor(a, b)}라고 답했다"
