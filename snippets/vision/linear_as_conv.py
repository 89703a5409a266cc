"""완전 연결층을 합성곱으로 바꾸면 더 큰 입력에 점수의 지도를 낸다.

주장: Linear(512*7*7, 10)은 7x7 합성곱과 같고(허용 오차 1e-4), 더 큰 입력에는 지도를 낸다.
출처: Long, Shelhamer & Darrell (2015)
"""

# %% setup
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)

# %% linear-as-conv
linear = nn.Linear(512 * 7 * 7, 10)
kernel = linear.weight.view(10, 512, 7, 7)  # 가중치를 접기만 한다
small, large = torch.randn(1, 512, 7, 7), torch.randn(1, 512, 10, 10)
as_linear = linear(small.flatten(1))  # (1, 10)
as_conv = F.conv2d(small, kernel, linear.bias)  # (1, 10, 1, 1)
score_map = F.conv2d(large, kernel, linear.bias)  # (1, 10, 4, 4)
map_size = score_map.shape[2]
print(tuple(as_conv.shape), tuple(score_map.shape))
assert torch.allclose(as_linear, as_conv[:, :, 0, 0], atol=1e-4)
corner = linear(large[:, :, 3:, 3:].flatten(1))  # 오른쪽 아래 창 하나
assert torch.allclose(score_map[:, :, 3, 3], corner, atol=1e-4)

# %% refuses
try:
    linear(large.flatten(1))
except RuntimeError as error:
    message = str(error)
    print(type(error).__name__, message)
assert "25088" in message
