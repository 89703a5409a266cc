"""연습: 층마다 학습률을 나눈다."""

# /// script
# [tool.maedeup.variants.reversed]
# title = "거꾸로이다. 배워 둔 백본을 빠르게 움직이면 옛 문제를 잊는다"
# [tool.maedeup.variants.reversed.replace]
# "lr if name.startswith(\"head.\") else lr / 10" = "lr / 10 if name.startswith(\"head.\") else lr"
#
# [tool.maedeup.variants.same]
# title = "모두 같은 학습률이면 분류기에 맞춘 걸음이 백본을 무너뜨린다"
# replace = { "else lr / 10" = "else lr" }
# ///


# %% rates
def rates(names, lr):
    return {name: lr if name.startswith("head.") else lr / 10 for name in names}


# %% rates-check
found = rates(["stem.weight", "head.weight", "head.bias"], 0.01)
assert found["head.weight"] == found["head.bias"] == 0.01, "새 분류기가 느리면 배우지 못한다"
assert found["stem.weight"] == 0.001, "배워 둔 것을 빠르게 움직이면 잊는다"
