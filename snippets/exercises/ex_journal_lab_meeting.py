"""연습: 없는 이름을 없다고 보인다."""

# /// script
# [tool.maedeup.variants.inner]
# title = "이름이 있는 것만 남기면 무엇을 더 모아야 할지 보이지 않는다"
# replace = { "for n in seen" = "for n in seen if n in names" }
# ///


# %% join
def joined(seen, names):
    return [(n, names.get(n)) for n in seen]


# %% join-check
rows = joined([1, 2, 2, 9], {1: "참새", 2: "까치"})
assert len(rows) == 4, "이름을 모르는 관측이 말없이 사라졌다"
assert rows[-1] == (9, None)
