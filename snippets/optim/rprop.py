"""Rprop: 기울기의 부호만 보고, 원소마다 걸음의 크기를 따로 키우고 줄인다.

주장: 직접 쓴 갱신은 torch.optim.Rprop과 값이 같다(허용 오차 1e-6).
    손실에 1000을 곱해도 걷는 길이 같다.
    미니배치의 기울기가 평균 0이어도 부호의 수가 치우치면 흘러간다.
출처: Riedmiller & Braun (1993); Hinton, Neural Networks for Machine Learning (2012) 6강
"""

# %% setup
import torch
from valley import START, gradient, torch_path, valley


# %% by-hand
def rprop_path(n_steps, lr=0.01):
    w, step, previous = START.clone(), torch.full((2,), lr), torch.zeros(2)
    path = [w]
    for _ in range(n_steps):
        g = gradient(w)
        agree = torch.sign(g * previous)  # 부호가 같으면 1, 뒤집혔으면 -1
        step = step * torch.where(agree > 0, 1.2, 1.0) * torch.where(agree < 0, 0.5, 1.0)
        g = torch.where(agree < 0, 0.0, g)  # 뒤집혔으면 이번에는 쉰다
        w, previous = w - torch.sign(g) * step, g
        path.append(w)
    return torch.stack(path)  # (n_steps + 1, 2)


# %% same
rprop = torch.optim.Rprop
n_steps = 40
ours, theirs = rprop_path(n_steps), torch_path(rprop, n_steps, lr=0.01)
print([round(v, 4) for v in ours[-1].tolist()])
assert torch.allclose(ours, theirs, atol=1e-6)

# %% scale
scaled = torch_path(rprop, n_steps, lambda w: 1000 * valley(w), lr=0.01)
print("1000배 한 손실에서도 같은 길인가:", torch.equal(scaled, theirs))
assert torch.equal(scaled, theirs)

# %% mini-batches
# 배치 아홉은 +0.1, 하나는 -0.9: 평균 기울기가 0이니 가만히 있어야 한다.
slopes = torch.tensor([0.1] * 9 + [-0.9]).repeat(10)  # (100,)
ends = {}
for rule in (torch.optim.SGD, rprop):
    w = torch.zeros(1, requires_grad=True)
    optimizer = rule([w], lr=0.01)
    for slope in slopes:
        optimizer.zero_grad()
        (slope * w).sum().backward()
        optimizer.step()
    ends[rule.__name__] = w.item()
sgd_drift, rprop_drift = abs(ends["SGD"]), abs(ends["Rprop"])
print(f"SGD {sgd_drift:.3f}, Rprop {rprop_drift:.3f}만큼 흘러갔다")
assert abs(slopes.sum()) < 1e-4 and sgd_drift < 1e-4 and rprop_drift > 1
