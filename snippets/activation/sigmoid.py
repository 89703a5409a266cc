"""시그모이드: 점수를 0과 1 사이로 누르지만 기울기는 0에서 가장 클 때도 0.25이다.

주장: 도함수는 s(1-s)이고 최댓값은 0.25, 함수값은 1에 다가간다. 양 끝에서는 기울기가 사라진다.
출처: Bishop (2006) Pattern Recognition and Machine Learning, 4.2절
"""

# %% setup
import torch
from curves import draw_pair, slope
from torch import nn
from torch.nn import functional as F


# %% formula
def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


x = torch.arange(-800, 801, dtype=torch.float64) / 100  # (1601,), 가운데가 정확히 0
assert torch.allclose(sigmoid(x), torch.sigmoid(x), rtol=0, atol=1e-15)
assert torch.allclose(sigmoid(-x), 1 - sigmoid(x), rtol=0, atol=1e-15)
print(sigmoid(torch.tensor([-4.0, -2.0, 0.0, 2.0, 4.0])))

# %% slope
s = sigmoid(x)
assert torch.allclose(slope(sigmoid, x), s * (1 - s), rtol=0, atol=1e-15)
max_slope, at = slope(sigmoid, x).max(dim=0)
max_slope, steepest_x, largest_output = max_slope.item(), x[at].item(), s.max().item()
print(max_slope, steepest_x, round(largest_output, 4))  # 0.25 0.0 0.9997
assert max_slope == 0.25
assert steepest_x == 0
assert largest_output > 0.999

# %% curve
left, right = draw_pair({"시그모이드": sigmoid}, label="sigmoid-curve", span=(-8, 8))
left.axhline(1, color="0.6", linestyle=":")
right.axhline(max_slope, color="0.6", linestyle=":")
right.text(1.6, 0.92 * max_slope, f"최댓값 {max_slope}")

# %% odds
score = 1.5  # 선형층이 낸 점수
p = torch.sigmoid(torch.tensor(score, dtype=torch.float64))
log_odds = (p / (1 - p)).log().item()  # 확률에서 점수로 되돌아온다
probability = p.item()
assert abs(log_odds - score) < 1e-12
assert ((torch.sigmoid(x) > 0.5) == (x > 0)).all()  # 확률 0.5의 경계는 점수 0이다

# %% saturation
low = torch.tensor(-200.0)
print(torch.log(torch.sigmoid(low)), F.logsigmoid(low))  # -inf, -200.
assert torch.log(torch.sigmoid(low)).isinf()
slope_at_10 = slope(torch.sigmoid, torch.tensor([10.0])).item()
# float32에서 s가 1로 반올림된다
slope_at_20 = slope(torch.sigmoid, torch.tensor([20.0])).item()
print(f"{slope_at_10:.1e} {slope_at_20}")  # 4.5e-05 0.0
assert slope_at_10 < 5e-5
assert slope_at_20 == 0

# %% two-losses
# 정답이 1인데 점수가 -10이다: 크게 틀렸으니 기울기도 커야 한다.
z = torch.tensor([-10.0], dtype=torch.float64)
target = torch.ones(1, dtype=torch.float64)
mse_slope = slope(lambda z: F.mse_loss(torch.sigmoid(z), target), z).item()
bce_slope = slope(lambda z: F.binary_cross_entropy_with_logits(z, target), z).item()
print(f"{mse_slope:.1e} {bce_slope:.4f}")  # -9.1e-05 -1.0000
assert abs(mse_slope) < 1e-4
assert abs(bce_slope + 1) < 1e-4

# %% convexity
mse_loss, bce_loss = (1 - s) ** 2, -torch.log(s)  # 정답이 1일 때 점수 x의 손실
assert mse_loss.diff(n=2).min() < 0  # 아래로 굽은 곳이 있다: 볼록하지 않다
assert bce_loss.diff(n=2).min() > 0  # 어디서나 볼록하다

# %% class-or-instance
try:
    nn.Sigmoid(torch.zeros(3))  # 클래스를 부르면 생성자에 텐서가 들어간다
except TypeError as error:
    message = str(error)
    print(type(error).__name__, error)
assert "positional argument" in message
# 인스턴스를 만든 뒤 부른다
assert nn.Sigmoid()(torch.zeros(3)).tolist() == [0.5, 0.5, 0.5]
