"""값이 갈라져 쓰인 곳에서 기울기는 더해진다.

주장: 한 가중치가 손실과 벌금 두 길로 쓰이면 그 기울기는 두 길의 기울기의 합이다.
    큰 쪽을 고르는 max는 고른 쪽에만 기울기를 보내고, 덧셈은 양쪽에 똑같이 보낸다.
출처: 매듭의 실험 (PyTorch autograd)
"""

# %% setup
import torch


# %% fork
def slope(use_loss, use_penalty):
    w = torch.tensor(3.0, requires_grad=True)
    loss = (2 * w - 4) ** 2  # 예측과 정답의 차이
    penalty = 0.5 * w**2  # 가중치의 크기에 매긴 벌금
    (use_loss * loss + use_penalty * penalty).backward()
    return w.grad.item()


by_loss, by_penalty, together = slope(1, 0), slope(0, 1), slope(1, 1)
print(by_loss, by_penalty, together)
assert together == by_loss + by_penalty

# %% gates
a, b = torch.tensor(4.0, requires_grad=True), torch.tensor(2.0, requires_grad=True)
for gate in (torch.add, torch.mul, torch.maximum):
    a.grad = b.grad = None
    gate(a, b).backward()
    print(f"{gate.__name__:8} a로 {a.grad.item():g}, b로 {b.grad.item():g}")
assert (a.grad, b.grad) == (1, 0)  # 마지막은 max: 4를 고르고 2에는 보내지 않는다

# %% scale
w = torch.tensor(0.5, requires_grad=True)
pulls = []
for x in (1.0, 1000.0):
    w.grad = None
    (w * x).backward()
    pulls.append(w.grad.item())
times = pulls[1] / pulls[0]
print(pulls)
assert times == 1000
