"""딥러닝의 합성곱은 교차상관이다: 커널을 뒤집지 않는다.

주장: F.conv2d는 correlate2d와 같고 convolve2d와 다르다. 커널을 뒤집어 넣으면 convolve2d와 같다.
    커널을 배우는 층에는 상관이 없다: 진짜 합성곱의 결과를 주면 뒤집힌 커널을 배운다.
출처: 합성곱 신경망과 이상탐지 학습 노트; Goodfellow et al. (2016) 9.1절
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from grids import draw_grid, finish
from scipy.signal import convolve2d, correlate2d
from torch import nn

torch.manual_seed(0)

# %% which
x, kernel = torch.randn(8, 8), torch.randn(3, 3)
ours = F.conv2d(x[None, None], kernel[None, None])[0, 0]  # (8, 8) -> (6, 6)
correlation = torch.from_numpy(correlate2d(x, kernel, mode="valid"))
convolution = torch.from_numpy(convolve2d(x, kernel, mode="valid"))
print("교차상관과 같은가:", torch.allclose(ours, correlation, atol=1e-5))
print("합성곱과 같은가:", torch.allclose(ours, convolution, atol=1e-5))
turned = F.conv2d(x[None, None], kernel.flip(0, 1)[None, None])[0, 0]
print("뒤집어 넣으면:", torch.allclose(turned, convolution, atol=1e-5))
assert torch.allclose(ours, correlation, atol=1e-5)
assert torch.allclose(turned, convolution, atol=1e-5)
assert not torch.allclose(ours, convolution, atol=0.1)

# %% impulse
dot = torch.zeros(5, 5)
dot[2, 2] = 1  # 가운데 한 점만 1인 이미지
digits = torch.arange(1.0, 10).reshape(3, 3)
seen = F.conv2d(dot[None, None], digits[None, None])[0, 0]  # (5, 5) -> (3, 3)
assert torch.equal(seen, digits.flip(0, 1))  # 교차상관: 커널이 180도 돌아간 채 찍힌다
stamped = convolve2d(dot, digits, mode="valid")
assert torch.equal(torch.from_numpy(stamped), digits)  # 합성곱: 커널이 그대로 찍힌다

# %% impulse-plot
fig, axes = plt.subplots(
    1, 4, num="flip-or-not", figsize=(7, 2.1), width_ratios=[5, 3, 3, 3], layout="constrained"
)
names = ["한 점", "커널", "교차상관", "합성곱"]
for ax, name, grid in zip(axes, names, [dot, digits, seen, stamped]):
    draw_grid(ax, grid, fill={(2, 2): "C1"} if name == "한 점" else {(0, 0): "C0"})
    finish(ax, name)

# %% learn
# 정답을 진짜 합성곱으로 만들고, 교차상관을 하는 층이 배우게 한다.
sobel = torch.tensor([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1.0]])
noise = torch.randn(1, 1, 32, 32)
answer = convolve2d(noise[0, 0], sobel, mode="valid")  # (30, 30)
answer = torch.from_numpy(answer)[None, None]
layer = nn.Conv2d(1, 1, 3, bias=False)
sgd = torch.optim.SGD(layer.parameters(), lr=0.2)
for _ in range(100):
    sgd.zero_grad()
    nn.functional.mse_loss(layer(noise), answer).backward()
    sgd.step()
learned = layer.weight[0, 0].detach()
print(learned.round(decimals=3))
assert torch.allclose(learned, sobel.flip(0, 1), atol=1e-3)
