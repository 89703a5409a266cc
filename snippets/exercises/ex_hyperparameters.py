"""연습: 검증으로 고르고, 범위의 끝인지 본다."""

# /// script
# [tool.maedeup.variants.by-train]
# title = "훈련으로 고르면 외우기 쉬운 쪽이 뽑힌다"
# replace = { "scores[rate][1]" = "scores[rate][0]" }
#
# [tool.maedeup.variants.by-test]
# title = "시험으로 고르면 시험이 더는 처음 보는 문제가 아니다"
# replace = { "scores[rate][1]" = "scores[rate][2]" }
# ///


# %% choose
def choose(scores):
    return max(scores, key=lambda rate: scores[rate][1])


# %% choose-check
scores = {0.01: (0.80, 0.79, 0.78), 0.1: (0.93, 0.90, 0.87), 1.0: (0.99, 0.85, 0.91)}
assert choose(scores) == 0.1, "검증 데이터가 고른 것이 아니다"
