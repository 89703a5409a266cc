"""연습: 남길 에폭을 고른다."""

# /// script
# [tool.maedeup.variants.by-train]
# title = "훈련 손실은 외울수록 낮아진다"
# replace = { "valid.index(min(valid))" = "train.index(min(train))" }
#
# [tool.maedeup.variants.first-rise]
# title = "한 번 올랐다고 멈추면 더 나은 에폭을 놓친다"
# replace = { "valid.index(min(valid))" = "next(i for i in range(5) if valid[i + 1] > valid[i])" }
# ///


# %% keep
def keep(train, valid):
    return valid.index(min(valid))


# %% keep-check
train = [2.0, 1.2, 0.8, 0.5, 0.2, 0.1]
valid = [2.1, 1.5, 1.6, 1.1, 1.4, 1.9]  # 에폭 2에서 한 번 흔들렸다
assert keep(train, valid) == 3
