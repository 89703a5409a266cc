"""층, 모듈, 모델: Module은 안에 든 층을 기억하고, forward는 계산을 적는다.

주장: Sequential과 Module을 상속한 클래스는 가중치를 옮기면 같은 값을 낸다.
    파이썬 리스트에 넣은 층은 등록되지 않아 파라미터가 0개다. ModuleList에 넣으면 등록된다.
출처: AI와 Flask 강의 노트 2-3절; 파이토치 학습 절차 노트; PyTorch 문서 torch.nn.Module
"""

# %% setup
import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(8, 4)  # (N, 4)

# %% layer
layer = nn.Linear(4, 16)
shapes = {name: tuple(p.shape) for name, p in layer.named_parameters()}
print(shapes, tuple(layer(x).shape))  # 가중치와 편향, 그리고 출력
assert shapes == {"weight": (16, 4), "bias": (16,)}
assert layer(x).shape == (8, 16)

# %% sequential
plain = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))


# %% subclass
class Classifier(nn.Module):
    def __init__(self, n_inputs, n_classes):
        super().__init__()
        self.hidden = nn.Linear(n_inputs, 16)  # 여기서 층을 만들고
        self.output = nn.Linear(16, n_classes)

    def forward(self, x):  # 여기서 계산을 적는다
        h = torch.relu(self.hidden(x))  # (N, 16)
        return self.output(h)  # (N, C)


model = Classifier(4, 3)
print(model)

# %% same
with torch.no_grad():
    for theirs, ours in zip(model.parameters(), plain.parameters()):
        theirs.copy_(ours)
same = torch.equal(model(x), plain(x))
n_params = sum(p.numel() for p in model.parameters())
print(same, n_params, list(model.state_dict()))
assert same and n_params == (4 * 16 + 16) + (16 * 3 + 3)


# %% register
class Stack(nn.Module):
    def __init__(self, keep):
        super().__init__()
        self.layers = keep([nn.Linear(4, 4) for _ in range(3)])


in_list = len(list(Stack(list).parameters()))
in_module_list = len(list(Stack(nn.ModuleList).parameters()))
print(in_list, in_module_list)
assert (in_list, in_module_list) == (0, 6)
try:
    torch.optim.SGD(Stack(list).parameters(), lr=0.1)
except ValueError as e:
    empty_error = str(e)
    print(type(e).__name__, empty_error)
assert "empty" in empty_error

# %% call
calls = []
model.register_forward_hook(lambda module, inputs, output: calls.append("hook"))
model(x)
model.forward(x)  # 등록해 둔 일을 건너뛴다
print(calls)
assert calls == ["hook"]
