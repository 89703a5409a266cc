"""연습: 크기를 지키는 패딩을 고른다."""

# /// script
# [tool.maedeup.variants.whole]
# title = "깎는 줄을 한쪽에 다 대면 그만큼 커진다"
# replace = { "(k - 1) // 2" = "k - 1" }
#
# [tool.maedeup.variants.one]
# title = "한 줄은 3×3에만 맞다"
# replace = { "(k - 1) // 2" = "1" }
# ///


# %% same
def same(k):
    return (k - 1) // 2


# %% same-check
for k in (1, 3, 5, 7):
    assert 28 + 2 * same(k) - k + 1 == 28, f"커널 {k}에서 크기가 달라졌다"
