"""연습: 배우기 전의 손실을 미리 말한다."""

# /// script
# [tool.maedeup.variants.base-two]
# title = "torch의 손실은 밑이 2인 로그가 아니다"
# replace = { "math.log(n_classes)" = "math.log2(n_classes)" }
#
# [tool.maedeup.variants.chance]
# title = "찍어서 맞힐 확률이지 손실이 아니다"
# replace = { "math.log(n_classes)" = "1 / n_classes" }
#
# [tool.maedeup.variants.over-samples]
# title = "표본의 축에서 고르면 클래스마다 표본의 번호가 나온다"
# expect_error = "ValueError"
# replace = { "dim=1" = "dim=0" }
#
# [tool.maedeup.variants.largest]
# title = "가장 큰 값은 늘 1이다. 그것이 있는 자리를 물었다"
# replace = { "one_hot.argmax(dim=1)" = "one_hot.amax(dim=1).long()" }
#
# [tool.maedeup.variants.added]
# title = "더하고 빼면 작은 출발점에서 음수가 되고 자릿수를 훑지 못한다"
# replace = { "start * 3.0**k" = "start + 0.03 * k" }
#
# [tool.maedeup.variants.doubled]
# title = "두 배씩은 훑는 폭이 좁다"
# replace = { "3.0**k" = "2.0**k" }
# ///

# %% setup
import math

import torch
from torch.nn import functional as F


# %% start
def start_loss(n_classes):
    return math.log(n_classes)


# %% start-check
for n in (2, 10, 1000):
    answers = torch.arange(20) % n
    assert abs(start_loss(n) - F.cross_entropy(torch.zeros(20, n), answers).item()) < 1e-5


# %% labels
def as_numbers(one_hot):
    return one_hot.argmax(dim=1)


# %% labels-check
one_hot = torch.eye(4)[[2, 0, 3]]
numbers = as_numbers(one_hot)
assert numbers.shape == (3,), "표본마다 수 하나여야 한다"
assert numbers.tolist() == [2, 0, 3]
assert F.cross_entropy(10 * one_hot, numbers) < 0.01


# %% rates
def around(start):
    return [start * 3.0**k for k in range(-2, 3)]


# %% rates-check
for start in (0.001, 0.1):
    tried = around(start)
    assert all(rate > 0 for rate in tried), "음의 학습률은 손실을 키운다"
    assert all(abs(b / a - 3) < 1e-9 for a, b in zip(tried, tried[1:])), "세 배씩이 아니다"
    assert abs(tried[2] - start) < 1e-12
