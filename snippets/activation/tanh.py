"""하이퍼볼릭 탄젠트: 시그모이드를 두 배로 늘려 중심을 0에 놓은 함수.

주장: tanh x = 2s(2x) - 1이고 기울기의 최댓값은 1이며, 출력의 중심이 0이라 기울기의 부호가 섞인다.
출처: LeCun, Bottou, Orr & Müller (1998) "Efficient BackProp", 4.4절
"""

# %% setup
import torch
from curves import draw_pair, slope
from torch import nn

torch.manual_seed(0)
x = torch.arange(-600, 601, dtype=torch.float64) / 100  # (1201,), 가운데가 정확히 0


# %% identity
def tanh(x):
    return 2 * torch.sigmoid(2 * x) - 1


difference = (tanh(x) - torch.tanh(x)).abs().max().item()
print(difference < 1e-15)  # True
assert difference < 1e-15
assert torch.allclose(slope(torch.tanh, x), 1 - torch.tanh(x) ** 2, rtol=0, atol=1e-15)

# %% max-slope
tanh_max_slope = slope(torch.tanh, x).max().item()
sigmoid_max_slope = slope(torch.sigmoid, x).max().item()
slope_at_3 = slope(torch.tanh, torch.tensor([3.0])).item()
print(tanh_max_slope, sigmoid_max_slope, round(slope_at_3, 4))  # 1.0 0.25 0.0099
assert (tanh_max_slope, sigmoid_max_slope) == (1.0, 0.25)
assert slope_at_3 < 0.01

# %% curve
draw_pair({"tanh": torch.tanh, "시그모이드": torch.sigmoid}, label="tanh-curve")

# %% centre
h = torch.randn(100_000)  # 평균 0인 가중합
tanh_mean = torch.tanh(h).mean().item()
sigmoid_mean = torch.sigmoid(h).mean().item()
print(f"{abs(tanh_mean):.2f} {sigmoid_mean:.2f}")  # 0.00 0.50
assert abs(tanh_mean) < 0.01
assert abs(sigmoid_mean - 0.5) < 0.01

# %% same-sign
# 다음 뉴런의 가중치 기울기는 (뉴런의 오차) x (앞 층의 출력)이다.
w = torch.zeros(6, requires_grad=True)
for f in (torch.sigmoid, torch.tanh):
    inputs = f(h[:6])  # (6,) 앞 층의 출력
    (grad,) = torch.autograd.grad((inputs @ w - 1) ** 2, w)
    print(f.__name__, grad.sign().int().tolist())
    assert (grad.sign().unique().numel() == 1) == (f is torch.sigmoid)

# %% rnn
rnn = nn.RNN(input_size=3, hidden_size=4)
states, _ = rnn(100 * torch.randn(50, 3))  # (50, 4): 입력이 커도 상태는 -1과 1 사이다
print(rnn.nonlinearity, (states.abs() <= 1).all().item())  # tanh True
assert rnn.nonlinearity == "tanh"
assert (states.abs() <= 1).all()
