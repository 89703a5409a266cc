"""연습: 오차 두 쌍으로 진단한다."""

# /// script
# [tool.maedeup.variants.by-test]
# title = "시험 오차는 두 경우 모두 커지므로 가려 주지 못한다"
# replace = { "deep[0] > shallow[0]" = "deep[1] > shallow[1]" }
#
# [tool.maedeup.variants.by-gap]
# title = "시험이 훈련보다 나쁜 것은 언제나 그렇다"
# replace = { "deep[0] > shallow[0]" = "deep[1] > deep[0]" }
# ///


# %% diagnose
def diagnose(shallow, deep):
    worse = deep[0] > shallow[0]
    return "깊이의 문제" if worse else "과적합"


# %% diagnose-check
assert diagnose((0.05, 0.08), (0.09, 0.12)) == "깊이의 문제", "훈련 오차까지 커졌다"
assert diagnose((0.05, 0.08), (0.01, 0.12)) == "과적합", "훈련은 더 잘 맞혔다"
