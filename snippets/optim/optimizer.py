"""옵티마이저: backward는 기울기를 채우고, 가중치를 옮기는 것은 step이다.

주장: backward 뒤에 가중치는 그대로이고 step 뒤에 바뀐다.
    Optimizer를 상속해 쓴 여덟 줄은 torch.optim.SGD와 값이 같다(허용 오차 1e-6).
    옵티마이저는 받은 파라미터만 옮긴다.
출처: PyTorch 문서 torch.optim
"""

# %% setup
import torch
from torch import nn

torch.manual_seed(0)
X, y = torch.randn(32, 3), torch.randn(32, 1)

# %% who-moves
p = torch.tensor(2.0, requires_grad=True)
optimizer = torch.optim.SGD([p], lr=0.1)
(p**2).backward()
after_backward, grad = p.item(), p.grad.item()
optimizer.step()
after_step = p.item()
print(f"처음 2.0, backward 뒤 {after_backward}, step 뒤 {after_step:.1f}")
assert after_backward == 2.0 and grad == 4.0  # 기울기만 찼다
assert abs(after_step - (2.0 - 0.1 * 4.0)) < 1e-6


# %% by-hand
class PlainSGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                p -= group["lr"] * p.grad


# %% same
def train(optimizer_class):
    torch.manual_seed(0)
    model = nn.Linear(3, 1)
    optimizer = optimizer_class(model.parameters(), lr=0.1)
    for _ in range(20):
        optimizer.zero_grad()
        nn.functional.mse_loss(model(X), y).backward()
        optimizer.step()
    return model.weight.detach()


ours, theirs = train(PlainSGD), train(torch.optim.SGD)
print("허용 오차 1e-6 안에서 같은가:", torch.allclose(ours, theirs, atol=1e-6))
assert torch.allclose(ours, theirs, atol=1e-6)

# %% only-given
# 넘기지 않은 층은 기울기가 있어도 움직이지 않는다.
net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
before = [p.detach().clone() for p in net.parameters()]
head = torch.optim.SGD(net[2].parameters(), lr=0.1)
nn.functional.mse_loss(net(X), y).backward()
head.step()
moved = [not torch.equal(p, old) for p, old in zip(net.parameters(), before)]
print(moved)  # [False, False, True, True]
assert moved == [False, False, True, True]
assert net[0].weight.grad.abs().max() > 0
