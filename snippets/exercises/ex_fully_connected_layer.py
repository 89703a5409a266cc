"""연습: 배치를 한꺼번에 지나게 한다."""

# /// script
# [tool.maedeup.variants.transposed]
# title = "입력과 출력의 수가 같으면 오류 없이 열과 곱해진다"
# replace = { "x @ w.T" = "x @ w" }
#
# [tool.maedeup.variants.one-bias]
# title = "편향은 출력마다 하나씩 있다"
# replace = { "+ b" = "+ b.sum()" }
# ///

# %% setup
import numpy as np


# %% dense
def dense(x, w, b):
    return x @ w.T + b


# %% dense-check
w = np.array([[1.0, 2.0], [3.0, 4.0]])
out = dense(np.array([[1.0, 0.0]]), w, np.array([10.0, 20.0]))
assert out.tolist() == [[11, 23]], "첫 출력은 첫 행과의 내적이다"
