"""연습: 창이 놓일 자리를 센다."""

# /// script
# [tool.maedeup.variants.rounded-up]
# title = "남은 폭이 한 걸음이 안 되면 창을 더 놓을 수 없다"
# replace = { "(i + 2 * p - width) // s" = "-(-(i + 2 * p - width) // s)" }
#
# [tool.maedeup.variants.one-side]
# title = "패딩은 양쪽에 댄다"
# replace = { "(i + 2 * p - width) // s" = "(i + p - width) // s" }
#
# [tool.maedeup.variants.no-dilation]
# title = "벌린 커널은 그만큼 넓다"
# replace = { "d * (k - 1) + 1" = "k" }
# ///


# %% size
def size(i, k, s=1, p=0, d=1):
    width = d * (k - 1) + 1
    return (i + 2 * p - width) // s + 1


# %% size-check
def by_hand(i, k, s, p, d):
    """창을 실제로 놓아 본다."""
    starts = range(0, i + 2 * p, s)
    return sum(start + d * (k - 1) < i + 2 * p for start in starts)


for args in [(28, 5, 1, 2, 1), (224, 11, 4, 0, 1), (7, 2, 2, 0, 1), (32, 3, 1, 2, 2)]:
    assert size(*args) == by_hand(*args), f"{args}에서 창을 놓아 본 수와 다르다"
