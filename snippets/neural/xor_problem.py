"""XOR 문제: 직선 하나로는 풀 수 없고, 꺾이는 은닉층 하나면 풀린다.

주장: 어떤 직선도 넷 가운데 셋까지만 맞힌다. 활성화 없는 두 층은 손실이 ln 2에서 멈춘다. 렐루
    은닉 뉴런 둘이면 손으로 정한 가중치로 정확히 풀린다.
출처: Minsky & Papert (1969); Rumelhart, Hinton & Williams (1986)
"""

# %% setup
import itertools
import math

import torch
import torch.nn.functional as F
from torch import nn

X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  # (4, 2)
y = torch.tensor([0.0, 1.0, 1.0, 0.0])  # (4,)

# %% grid
steps = torch.linspace(-2, 2, 41)
rules = torch.cartesian_prod(steps, steps, steps)  # (68921, 3) 가중치 둘과 편향
answers = rules[:, :2] @ X.T + rules[:, 2:] > 0  # (68921, 4)
n_rules = len(rules)
best_line = (answers == y.bool()).float().mean(dim=1).max().item()
print(f"직선 {n_rules:,}개 가운데 가장 좋은 것: {best_line}")
assert best_line == 0.75

# %% by-hand
hidden = torch.relu(
    X @ torch.tensor([[1.0, 1.0], [1.0, 1.0]]) + torch.tensor([0.0, -1.0])
)  # (4, 2)
output = hidden @ torch.tensor([1.0, -2.0])  # (4,) 첫 뉴런에서 둘째의 두 배를 뺀다
print(hidden.int().tolist(), output.tolist())
assert torch.equal(output, y)


# %% train
def train(net, n_steps=500):
    optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
    for _ in range(n_steps):
        loss = F.binary_cross_entropy_with_logits(net(X).squeeze(1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    hits = ((net(X).squeeze(1) > 0) == y.bool()).float().mean().item()
    return loss.item(), hits


torch.manual_seed(0)
flat_loss, flat_hits = train(nn.Sequential(nn.Linear(2, 8), nn.Linear(8, 1)))
bent_loss, bent_hits = train(nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1)))
print(f"활성화 없음: 손실 {flat_loss:.4f} (ln 2 = {math.log(2):.4f})")
print(f"렐루: 손실 {bent_loss:.4f}, 맞힌 비율 {bent_hits}")
assert abs(flat_loss - math.log(2)) < 1e-4
assert bent_hits == 1 and bent_loss < 0.01

# %% fold-needed
# 네 부등식: b <= 0, w1 + b > 0, w2 + b > 0, w1 + w2 + b <= 0을 함께 만족하는 조합이 없다.
solved = [
    (w1, w2, b)
    for w1, w2, b in itertools.product(range(-5, 6), repeat=3)
    if b <= 0 and w1 + b > 0 and w2 + b > 0 and w1 + w2 + b <= 0
]
assert solved == []
