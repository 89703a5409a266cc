"""모듈에서 흔한 실수: 괄호 없는 활성화, 표에 쓴 풀링, 로짓에 씌운 렐루, 활성화 없는 층.

주장: 앞의 둘은 오류가 난다. 로짓이 모두 음수면 렐루 뒤의 손실은 ln 3이고 기울기는 0이다.
    활성화 없이 이은 선형층 셋은 선형층 하나와 같다(허용 오차 1e-4).
출처: AI와 Flask 강의 노트 2-3절, 5-2절; PyTorch 문서 torch.nn
"""

# %% setup
import math

import torch
from torch import nn

torch.manual_seed(0)

# %% no-parentheses
try:
    nn.Sigmoid(torch.zeros(2, 3))  # 클래스를 부르면 계산이 아니라 만들기다
except TypeError as e:
    class_error = str(e)
    print(type(e).__name__, class_error)
assert "2 were given" in class_error
assert nn.Sigmoid()(torch.zeros(2, 3)).eq(0.5).all()


# %% no-super
class Forgot(nn.Module):
    def __init__(self):
        self.layer = nn.Linear(4, 3)  # super().__init__()이 없다


try:
    Forgot()
except AttributeError as e:
    super_error = str(e)
    print(type(e).__name__, super_error)
assert "before Module.__init__() call" in super_error

# %% pool-on-table
try:
    nn.MaxPool2d(2)(torch.zeros(8, 10))  # (N, 10): 높이도 너비도 없다
except RuntimeError as e:
    pool_error = str(e)
    print(type(e).__name__, pool_error)
assert "non-empty 3D or 4D" in pool_error

# %% relu-on-logits
logits = torch.tensor([[-1.0, -2.0, -0.5]], requires_grad=True)  # (1, 3)
loss = nn.functional.cross_entropy(torch.relu(logits), torch.tensor([0]))
loss.backward()
clamped_loss = loss.item()
print(round(clamped_loss, 4), logits.grad)
assert abs(clamped_loss - math.log(3)) < 1e-6 and not logits.grad.any()

# %% collapse
sizes = [(2304, 600), (600, 120), (120, 10)]
three = nn.Sequential(*[nn.Linear(*s) for s in sizes])
n_three = sum(p.numel() for p in three.parameters())
one = nn.Linear(2304, 10)
with torch.no_grad():
    one.bias.copy_(three(torch.zeros(2304)))  # 0을 넣으면 편향만 남는다
    rows = three(torch.eye(2304)) - one.bias  # (2304, 10)
    one.weight.copy_(rows.T)  # (2304, 10) -> (10, 2304)
    x = torch.rand(32, 2304)
    gap = (three(x) - one(x)).abs().max().item()
n_one = sum(p.numel() for p in one.parameters())
print(f"{n_three:,}개가 하는 일을 {n_one:,}개로 한다")
assert gap < 1e-4 and (n_three, n_one) == (1_456_330, 23_050)

# %% small-cnn
cnn = nn.Sequential(
    nn.Sequential(nn.Conv2d(3, 64, 5), nn.ReLU(), nn.MaxPool2d(2)),
    nn.Sequential(nn.Conv2d(64, 30, 5), nn.ReLU(), nn.MaxPool2d(2)),
    nn.Flatten(),
    nn.Linear(30 * 5 * 5, 10),
)
kinds = [type(m).__name__ for m in cnn.modules() if not list(m.children())]
print(kinds)
assert cnn(torch.rand(2, 3, 32, 32)).shape == (2, 10) and kinds.count("Conv2d") == 2
