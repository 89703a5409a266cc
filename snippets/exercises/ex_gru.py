"""연습: 남길 것과 바꿀 것을 섞는다."""

# /// script
# [tool.maedeup.variants.swapped]
# title = "`z`와 `1-z`를 바꾸어 적은 글의 식이다. 다른 라이브러리의 가중치를 옮길 때 틀린다"
# replace = { "(1 - z) * n + z * h" = "z * n + (1 - z) * h" }
#
# [tool.maedeup.variants.added]
# title = "더하기만 하면 옛 상태가 줄지 않아 끝없이 커진다"
# replace = { "(1 - z) * n + z * h" = "n * (1 - z) + h" }
# ///


# %% update
def update(z, n, h):
    return (1 - z) * n + z * h


# %% update-check
assert update(1.0, 5.0, 2.0) == 2, "z가 1이면 옛 상태를 그대로 보낸다"
assert update(0.0, 5.0, 2.0) == 5
h = 2.0
for noise in (9.0, -7.0, 4.0):
    h = update(0.99, noise, h)
assert abs(h - 2) < 0.2, "게이트를 닫아 두면 잡음이 들어오지 않는다"
