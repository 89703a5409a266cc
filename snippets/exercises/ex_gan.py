"""연습: 가장 좋은 판별자를 쓴다."""

# /// script
# [tool.maedeup.variants.ratio]
# title = "비는 1을 넘을 수 있어 확률이 아니다"
# replace = { "p / (p + q)" = "p / q" }
#
# [tool.maedeup.variants.hard]
# title = "큰 쪽이라고 잘라 말하면 틀렸을 때 손실이 끝없이 크다"
# replace = { "p / (p + q)" = "float(p >= q)" }
# ///

# %% setup
import numpy as np


# %% best
def best(p, q):
    return p / (p + q)


# %% best-check
assert best(0.3, 0.3) == 0.5, "가릴 수 없으면 반반이다"
for p, q in [(0.9, 0.1), (0.2, 0.6)]:
    answers = np.linspace(0.001, 0.999, 999)
    value = p * np.log(answers) + q * np.log(1 - answers)
    assert abs(answers[value.argmax()] - best(p, q)) < 0.001, "겨루기의 값을 더 키우는 답이 있다"
