"""연습: 커널을 옮기며 곱해 더한다."""

# /// script
# [tool.maedeup.variants.flipped]
# title = "뒤집은 것은 수학의 합성곱이다. 밝아지는 자리에서 음수가 된다"
# replace = { "k.shape[1]] * k)" = "k.shape[1]] * k[::-1, ::-1])" }
#
# [tool.maedeup.variants.averaged]
# title = "평균이 아니라 합이다. 커널이 클수록 값이 작아진다"
# replace = { "* k).sum()" = "* k).mean()" }
# ///

# %% setup
import numpy as np


# %% slide
def slide(x, k):
    h, w = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    out = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            out[i, j] = (x[i : i + k.shape[0], j : j + k.shape[1]] * k).sum()
    return out


# %% slide-check
dark_to_bright = np.array([[0.0, 0.0, 1.0, 1.0]] * 3)
edge = np.array([[-1.0, 1.0]])
assert slide(dark_to_bright, edge).tolist() == [[0, 1, 0]] * 3, "밝아지는 자리에서 양수여야 한다"
corner = np.zeros((3, 3))
corner[0, 2] = 1
assert slide(corner, corner).tolist() == [[1]], "커널과 같은 무늬에서 가장 크다"
