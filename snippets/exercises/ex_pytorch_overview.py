"""연습: 장치를 맞추고, 메모리를 떼어 놓고, 두 답을 견준다."""

# /// script
# [tool.maedeup.variants.stayed]
# title = "아무것도 옮기지 않으면 처음의 장치에서 돈다"
# replace = { "model.to(device)(x.to(device))" = "model(x)" }
#
# [tool.maedeup.variants.model-only]
# title = "모델만 옮기면 입력이 처음의 장치에 남는다"
# expect_error = "RuntimeError"
# replace = { "model.to(device)(x.to(device))" = "model.to(device)(x)" }
#
# [tool.maedeup.variants.shared]
# title = "`from_numpy`는 배열의 메모리를 그대로 읽는다"
# replace = { "torch.tensor(array)" = "torch.from_numpy(array)" }
#
# [tool.maedeup.variants.exact]
# title = "더하는 차례가 다르면 `==`로는 같지 않다"
# replace = { "torch.allclose(a, b)" = "torch.equal(a, b)" }
#
# [tool.maedeup.variants.cancelling]
# title = "차이의 평균은 양수와 음수가 서로 지운다"
# replace = { "torch.allclose(a, b)" = "bool((a - b).mean().abs() < 0.1)" }
# ///

# %% setup
import numpy as np
import torch
from torch import nn


# %% place
def run_on(model, x, device):
    return model.to(device)(x.to(device))


# %% place-check
assert run_on(nn.Linear(3, 2), torch.ones(4, 3), "cpu").shape == (4, 2)
out = run_on(nn.Linear(3, 2), torch.ones(4, 3), "meta")
assert out.device.type == "meta", "출력이 다른 장치에 있다"
assert out.shape == (4, 2)


# %% apart
def separate(array):
    return torch.tensor(array)


# %% apart-check
array = np.array([1.0, 2.0])
t = separate(array)
array[0] = 10
assert t.tolist() == [1, 2], "배열을 고쳤는데 텐서도 바뀌었다"


# %% agree
def agree(a, b):
    return torch.allclose(a, b)


# %% agree-check
a, b, c = torch.tensor([0.1, 0.2, 0.3], dtype=torch.float64)
one, other = (a + b) + c, a + (b + c)
assert agree(one, other), "끝자리만 다른데 다르다고 했다"
assert not agree(torch.tensor([1.0, 2.0]), torch.tensor([2.0, 1.0])), "차이가 서로 지워졌다"
