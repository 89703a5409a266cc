"""연습: 메시지에서 고칠 수를 읽고, 자료형을 맞추고, 그래프를 놓아준다."""

# /// script
# [tool.maedeup.variants.its-own]
# title = "층이 받겠다고 한 수를 읽었다. 고칠 것은 들어온 수에 맞춘다"
# expect_error = "RuntimeError"
# replace = { "\\(\\d+x(\\d+) and \\d+x\\d+\\)" = "and (\\d+)x" }
#
# [tool.maedeup.variants.batch]
# title = "배치의 크기를 읽었다"
# expect_error = "RuntimeError"
# replace = { "\\(\\d+x(\\d+) and" = "\\((\\d+)x\\d+ and" }
#
# [tool.maedeup.variants.doubled]
# title = "그대로 바꾸면 `float64`여서 층이 거절한다"
# expect_error = "RuntimeError"
# replace = { "torch.tensor(array, dtype=torch.float32)" = "torch.tensor(array)" }
#
# [tool.maedeup.variants.rounded]
# title = "정수로 바꾸면 소수점 아래를 잃고, 층도 정수는 받지 않는다"
# expect_error = "RuntimeError"
# replace = { "torch.float32" = "torch.long" }
#
# [tool.maedeup.variants.graphs]
# title = "손실을 텐서째 더하면 모든 배치의 그래프를 붙들고 있게 된다"
# replace = { "loss.item()" = "loss" }
# ///

# %% setup
import re

import numpy as np
import torch
from torch import nn


# %% shapes
def needed(message):
    return int(re.search(r"\(\d+x(\d+) and \d+x\d+\)", message)[1])


# %% shapes-check
try:
    nn.Linear(256, 10)(torch.zeros(32, 512))
except RuntimeError as error:
    n = needed(str(error))
assert nn.Linear(n, 10)(torch.zeros(32, 512)).shape == (32, 10)


# %% dtype
def ready(array):
    return torch.tensor(array, dtype=torch.float32)


# %% dtype-check
x = ready(np.array([[0.5, 1.5]]))
assert x[0].tolist() == [0.5, 1.5], "값이 달라졌다"
assert nn.Linear(2, 1)(x).shape == (1, 1)


# %% memory
def average(losses):
    total = 0.0
    for loss in losses:
        total += loss.item()
    return total / len(losses)


# %% memory-check
w = torch.tensor(2.0, requires_grad=True)
mean = average([w * k for k in range(1, 4)])
assert mean == 4
assert isinstance(mean, float), "텐서째 더하면 배치마다의 그래프가 메모리에 남는다"
