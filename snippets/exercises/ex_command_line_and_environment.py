"""연습: 버전을 차례로 견준다."""

# /// script
# [tool.maedeup.variants.as-text]
# title = "글자로 견주면 `\"10\"`이 `\"9\"`보다 앞이다"
# replace = { "int(part)" = "part" }
#
# [tool.maedeup.variants.as-decimal]
# title = "소수로 읽으면 2.10이 2.1이 된다"
# replace = { "[int(part) for part in v.split(\".\")]" = "float(\".\".join(v.split(\".\")[:2]))" }
# ///


# %% newer
def is_newer(a, b):
    def key(v):
        return [int(part) for part in v.split(".")]

    return key(a) > key(b)


# %% newer-check
assert is_newer("2.10.0", "2.9.1"), "10은 9보다 크다"
assert is_newer("1.2.1", "1.2")
assert not is_newer("1.13", "2.0")
