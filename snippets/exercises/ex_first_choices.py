"""연습: 배우기 전의 손실을 미리 말한다."""

# /// script
# [tool.maedeup.variants.base-two]
# title = "torch의 손실은 밑이 2인 로그가 아니다"
# replace = { "math.log(n_classes)" = "math.log2(n_classes)" }
#
# [tool.maedeup.variants.chance]
# title = "찍어서 맞힐 확률이지 손실이 아니다"
# replace = { "math.log(n_classes)" = "1 / n_classes" }
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
