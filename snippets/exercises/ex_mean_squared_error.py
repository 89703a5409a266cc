"""연습: 평균을 내고, 제곱근을 씌우고, 모양을 맞춘다."""

# /// script
# [tool.maedeup.variants.summed]
# title = "합을 쓰면 표본이 많을수록 커진다"
# replace = { "((pred - true) ** 2).mean()" = "((pred - true) ** 2).sum()" }
#
# [tool.maedeup.variants.signed]
# title = "제곱하지 않으면 넘친 것과 모자란 것이 지워진다"
# replace = { "((pred - true) ** 2).mean()" = "(pred - true).mean()" }
#
# [tool.maedeup.variants.too-early]
# title = "먼저 씌우면 절댓값의 평균이 된다"
# replace = { "((a - b) ** 2).mean().sqrt()" = "((a - b) ** 2).sqrt().mean()" }
#
# [tool.maedeup.variants.broadcast]
# title = "그대로 빼면 (3, 3)이 되어 모두 맞혔는데도 0이 아니다"
# replace = { "output.squeeze(1) - answers" = "output - answers" }
# ///

# %% setup
import torch

answers = torch.tensor([1.0, 2.0, 4.0])
output = answers.unsqueeze(1)  # (3, 1), 모두 맞혔다

# %% mse
def mse(pred, true):
    return ((pred - true) ** 2).mean()

# %% mse-check
assert mse(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 4.0])) == 2
assert mse(answers, answers) == 0

# %% rmse
def rmse(a, b):
    return ((a - b) ** 2).mean().sqrt()

# %% rmse-check
missed = rmse(torch.tensor([0.0, 0.0]), torch.tensor([3.0, 1.0]))
assert torch.isclose(missed, torch.tensor(5.0).sqrt())

# %% shapes
loss = ((output.squeeze(1) - answers) ** 2).mean()

# %% shapes-check
assert loss == 0
