"""연습: 이번에 지나간 길의 기울기를 구한다."""

# /// script
# [tool.maedeup.variants.frozen]
# title = "1.0에서 지은 그래프를 굳혀 쓰면 다른 입력에서 틀린다"
# replace = { "while x * times < 10:" = "while 1.0 * times < 10:" }
#
# [tool.maedeup.variants.last-step]
# title = "마지막 곱셈 하나만 거슬러 갔다"
# replace = { "times *= 2" = "times = 2; x *= 2" }
# ///


# %% slope
def slope(x):
    times = 1
    while x * times < 10:
        times *= 2
    return times


# %% slope-check
def grow(x):
    while x < 10:
        x = x * 2
    return x


for x in (1.0, 0.1, 7.0):
    h = 1e-6
    assert abs((grow(x + h) - grow(x)) / h - slope(x)) < 1e-3, f"{x}에서 지나간 길이 다르다"
