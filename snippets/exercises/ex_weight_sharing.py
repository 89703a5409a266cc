"""연습: 나누어 쓴 가중치의 기울기를 구한다."""

# /// script
# [tool.maedeup.variants.averaged]
# title = "자리의 수로 나누지 않는다. 쓰인 자리마다의 기울기를 더한다"
# replace = { "(x[i : i + len(up)] * up).sum()" = "(x[i : i + len(up)] * up).mean()" }
#
# [tool.maedeup.variants.first-place]
# title = "첫 자리의 것만 세면 다른 자리의 경험이 모이지 않는다"
# replace = { "(x[i : i + len(up)] * up).sum()" = "x[i] * up[0]" }
# ///

# %% setup
import numpy as np


# %% gradient
def kernel_grad(x, up, k):
    return np.array([(x[i : i + len(up)] * up).sum() for i in range(k)])


# %% gradient-check
def out(kernel):
    return np.array([x[i : i + 3] @ kernel for i in range(len(x) - 2)])


rng = np.random.default_rng(0)
x, up, kernel = rng.normal(size=6), rng.normal(size=4), rng.normal(size=3)
for i, one in enumerate(np.eye(3)):
    slope = (out(kernel + 1e-6 * one) - out(kernel - 1e-6 * one)) @ up / 2e-6
    assert abs(kernel_grad(x, up, 3)[i] - slope) < 1e-6, "조금 움직여 본 기울기와 다르다"
