"""인공신경망의 부품: 뉴런은 가중합에 편향을 더하고 활성화 함수를 씌운다.

주장: 손으로 계산한 뉴런이 nn.Linear와 활성화를 이은 것과 같다. 입력을 얼마나 따르는지는
    가중치의 크기가 정하고 부호는 방향을 정한다. 편향은 출력이 켜지는 자리를 옮긴다.
출처: McCulloch & Pitts (1943); Goodfellow, Bengio & Courville (2016) 6장
"""

# %% setup
import torch
from torch import nn

torch.manual_seed(0)

# %% neuron
x = torch.tensor([0.5, -1.0, 2.0])  # 입력 셋
w = torch.tensor([0.8, 0.4, 0.3])  # 가중치 셋
b = torch.tensor(-0.2)  # 편향
z = (w * x).sum() + b  # 가중합: 0.4 - 0.4 + 0.6 - 0.2
h = torch.sigmoid(z)  # 활성화
z_value, h_value = z.item(), h.item()
print(f"가중합 {z_value:.3f}, 출력 {h_value:.3f}")
assert abs(z_value - 0.4) < 1e-6

# %% same-as-torch
linear = nn.Linear(3, 1)
with torch.no_grad():
    linear.weight.copy_(w[None])  # (1, 3)
    linear.bias.copy_(b[None])  # (1,)
library = nn.Sequential(linear, nn.Sigmoid())
assert torch.allclose(library(x), h[None], atol=1e-6)

# %% layer
hidden, output = nn.Linear(3, 4), nn.Linear(4, 2)
batch = torch.randn(5, 3)  # (5, 3) 표본 다섯
h = torch.relu(hidden(batch))  # (5, 3) -> (5, 4)
scores = output(h)  # (5, 4) -> (5, 2)
by_hand = torch.relu(batch @ hidden.weight.T + hidden.bias) @ output.weight.T + output.bias
n_parameters = sum(p.numel() for layer in (hidden, output) for p in layer.parameters())
print(tuple(scores.shape), n_parameters)
assert torch.allclose(scores, by_hand, atol=1e-6)
assert n_parameters == (3 * 4 + 4) + (4 * 2 + 2) == 26

# %% influence
# 같은 크기의 신호 셋이 가중치 -5, 0.1, 2를 지난다.
signal, weights = torch.ones(3, requires_grad=True), torch.tensor([-5.0, 0.1, 2.0])
(weights * signal).sum().backward()
order = weights.abs().argsort(descending=True)  # 영향이 큰 차례
print("입력을 1 올릴 때 가중합의 변화:", [round(g, 1) for g in signal.grad.tolist()])
assert torch.equal(signal.grad, weights)  # 변화는 가중치 그대로다
assert weights[order[0]] == weights.min() and order.tolist() == [0, 2, 1]

# %% bias
# 가중치 4, 편향 b인 뉴런은 x = -b/4에서 절반이 켜진다.
places = {bias: -bias / 4 for bias in (-8.0, 0.0, 8.0)}
for bias, place in places.items():
    assert abs(torch.sigmoid(torch.tensor(4 * place + bias)).item() - 0.5) < 1e-6
