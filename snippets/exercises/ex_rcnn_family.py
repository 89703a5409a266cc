"""연습: 크기가 다른 영역을 같은 길이로 만든다."""

# /// script
# [tool.maedeup.variants.floored]
# title = "칸의 폭을 내리면 남은 자리를 버리고, 길이가 짧으면 칸이 빈다"
# [tool.maedeup.variants.floored.replace]
# "(i * length // n, -(-(i + 1) * length // n))" = "(i * (length // n), (i + 1) * (length // n))"
# ///

# %% setup


# %% bins
def bins(length, n):
    return [(i * length // n, -(-(i + 1) * length // n)) for i in range(n)]


# %% bins-check
for length in (3, 4, 7, 10):
    parts = bins(length, 4)
    assert len(parts) == 4, "어떤 크기든 칸의 수가 같아야 한다"
    assert all(start < end for start, end in parts), f"길이 {length}에서 빈 칸이 있다"
    seen = {p for start, end in parts for p in range(start, end)}
    assert seen == set(range(length)), f"길이 {length}에서 버린 자리가 있다"
