"""리키 렐루와 PReLU: 음수 쪽에도 작은 기울기를 남긴다.

주장: 음수의 출력은 상수가 아니라 ax이고, 꺼진 뉴런이 되살아난다. PReLU는 a도 배운다.
출처: Maas, Hannun & Ng (2013); He, Zhang, Ren & Sun (2015) "Delving Deep into Rectifiers"
"""

# %% setup
import torch
from curves import draw_pair, slope
from torch import nn
from torch.nn import functional as F

# %% values
x = torch.tensor([-10.0, -1.0, 3.0])
print(F.leaky_relu(x))  # tensor([-0.1000, -0.0100,  3.0000])
default_slope = nn.LeakyReLU().negative_slope
assert torch.allclose(F.leaky_relu(x), torch.where(x > 0, x, default_slope * x))
# a < 1이면 x와 ax 가운데 큰 쪽과 같다.
assert torch.allclose(F.leaky_relu(x), torch.maximum(x, default_slope * x))
assert torch.allclose(slope(F.leaky_relu, x), torch.tensor([default_slope, default_slope, 1.0]))

# %% curve
curves = {f"$a$ = {a}": lambda x, a=a: F.leaky_relu(x, a) for a in (0.25, 0.1, 0.01)}
draw_pair(curves, label="leaky-relu-curve", span=(-6, 3))

# %% revive
# y = x를 배우는 뉴런 하나가 음수 쪽(w < 0)에서 출발한다.
data = torch.linspace(0.1, 1, 10)  # (10,)


def train(activation, n_steps=1000, lr=0.5):
    w = torch.tensor(-1.0, requires_grad=True)
    for _ in range(n_steps):
        (grad,) = torch.autograd.grad((activation(w * data) - data).square().mean(), w)
        w = (w - lr * grad).detach().requires_grad_()
    return w.item()


w_relu, w_leaky = train(torch.relu), train(F.leaky_relu)
print(f"렐루: w = {w_relu:.2f}, 리키 렐루: w = {w_leaky:.2f}")  # -1.00, 1.00
assert w_relu == -1
assert abs(w_leaky - 1) < 1e-4

# %% prelu
prelu = nn.PReLU()
start_slope = prelu.weight.item()
prelu(torch.tensor([-2.0, 3.0])).sum().backward()
# 0.25 tensor([-2.]): 음수 입력의 합이 a의 기울기다
print(start_slope, prelu.weight.grad)
assert start_slope == 0.25
assert prelu.weight.grad.tolist() == [-2.0]
per_channel = nn.PReLU(num_parameters=8).weight.numel()  # 채널마다 a를 하나씩
assert per_channel == 8

# %% learn-slope
# 절댓값 함수를 보여 주면 a는 -1로 간다: 함수의 모양까지 데이터가 정한다.
torch.manual_seed(0)
prelu, inputs = nn.PReLU(), torch.randn(256)  # (256,)
optimizer = torch.optim.SGD(prelu.parameters(), lr=0.5)
for _ in range(50):
    optimizer.zero_grad()
    F.mse_loss(prelu(inputs), inputs.abs()).backward()
    optimizer.step()
learned_slope = prelu.weight.item()
print(round(learned_slope, 3))  # -1.0
assert abs(learned_slope + 1) < 1e-3
