"""연습: 섞어 자르고, 훈련으로만 정하고, 한 번만 쓴다."""

# /// script
# [tool.maedeup.variants.in-order]
# title = "섞지 않으면 정답별로 늘어선 자료가 그대로 갈린다"
# replace = { "torch.randperm(n)" = "torch.arange(n)" }
#
# [tool.maedeup.variants.shared]
# title = "두 조각이 겹치면 본 것으로 시험한다"
# replace = { "order[:k], order[k:]" = "order[:k], order[k - 5 : -5]" }
#
# [tool.maedeup.variants.leak]
# title = "시험까지 넣어 구하면 시험의 정보가 샌다"
# replace = { "train.mean(dim=0), train.std(dim=0)" = "data.mean(dim=0), data.std(dim=0)" }
#
# [tool.maedeup.variants.own]
# title = "시험은 제 평균이 아니라 훈련의 평균을 쓴다"
# replace = { "(test - mean) / std" = "(test - test.mean(dim=0)) / test.std(dim=0)" }
#
# [tool.maedeup.variants.by-training]
# title = "훈련 점수로 고르면 외우는 것이 뽑힌다"
# replace = { "scores[i][1]" = "scores[i][0]" }
#
# [tool.maedeup.variants.by-test]
# title = "시험 점수로 고르면 정직하게 잴 데이터가 사라진다"
# replace = { "scores[i][1]" = "scores[i][2]" }
# ///

# %% setup
import torch

torch.manual_seed(0)
data = torch.randn(100, 3) * 5 + 2
train, test = data[:80], data[80:]

# %% cut
def cut(n, k):
    order = torch.randperm(n)
    return order[:k], order[k:]

# %% cut-check
left, right = cut(50, 40)
assert (len(left), len(right)) == (40, 10)
assert sorted([*left.tolist(), *right.tolist()]) == list(range(50))
assert left.tolist() != list(range(40))

# %% scale
mean, std = train.mean(dim=0), train.std(dim=0)
train_z, test_z = (train - mean) / std, (test - mean) / std

# %% scale-check
assert torch.allclose(train_z.mean(dim=0), torch.zeros(3), atol=1e-5)
assert torch.allclose(test_z, (test - train.mean(dim=0)) / train.std(dim=0))

# %% choose
def choose(scores):
    return max(range(len(scores)), key=lambda i: scores[i][1])

# %% choose-check
table = [(1.0, 0.80, 0.85), (0.9, 0.88, 0.82), (0.8, 0.85, 0.90)]
assert choose(table) == 1
