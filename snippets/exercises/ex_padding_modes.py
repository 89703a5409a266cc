"""연습: 거울처럼 채운다."""

# /// script
# [tool.maedeup.variants.edge-too]
# title = "가장자리까지 되비추는 것은 NumPy의 `symmetric`이다"
# replace = { "row[1:3], row[-3:-1]" = "row[:2], row[-2:]" }
#
# [tool.maedeup.variants.unturned]
# title = "뒤집지 않으면 거울이 아니라 베낀 것이다"
# replace = { "left[::-1] + row + right[::-1]" = "left + row + right" }
#
# [tool.maedeup.variants.wrapped]
# title = "반대쪽 끝을 잇는 것은 순환 패딩이다"
# replace = { "row[1:3], row[-3:-1]" = "row[:-3:-1], row[1::-1]" }
# ///


# %% reflect
def reflect(row):
    left, right = row[1:3], row[-3:-1]
    return left[::-1] + row + right[::-1]


# %% reflect-check
assert reflect([1, 2, 3, 4]) == [3, 2, 1, 2, 3, 4, 3, 2]
