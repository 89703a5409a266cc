"""대칭 깨기: 같은 값에서 시작한 뉴런은 끝까지 같다.

주장: 모든 가중치를 같은 수로 시작하면 Adam(학습률 0.01)으로 150번 갱신해도 다섯 시드 모두 은닉
    뉴런 32개가 서로 같다(64비트로 잰다). 편향만 0으로 시작하는 것은 괜찮다.
출처: Goodfellow et al. (2016) 8.4절; sklearn digits
"""

# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

digits, seeds = load_digits(), range(5)
torch.set_default_dtype(torch.float64)  # 32비트의 반올림만으로도 뉴런이 갈라지는 프로세서가 있다
X = torch.tensor(digits.data / 16)  # (1797, 64)
y = torch.tensor(digits.target)  # (1797,)


# %% train
def train(seed, constant=None, n_steps=150):
    """배운 뒤의 훈련 정확도와, 서로 다른 은닉 뉴런의 수."""
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    for layer in (net[0], net[2]):
        nn.init.zeros_(layer.bias)
        if constant is not None:
            nn.init.constant_(layer.weight, constant)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(n_steps):
        rows = torch.randperm(len(X))[:128]
        loss = F.cross_entropy(net(X[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    rows = net[0].weight.detach()  # (32, 64)
    different = 1 + sum((rows[i] - rows[:i]).abs().amax(1).min() > 1e-3 for i in range(1, 32))
    return (net(X).argmax(1) == y).float().mean().item(), int(different)


# %% compare
zero, same, mixed = ([train(s, c) for s in seeds] for c in (0.0, 0.1, None))
for name, runs in (("모두 0", zero), ("모두 0.1", same), ("난수, 편향만 0", mixed)):
    print(name, [f"{right:.2f}" for right, _ in runs], "다른 뉴런", {k for _, k in runs})
zero_best, same_best = (max(right for right, _ in runs) for runs in (zero, same))
mixed_worst = min(right for right, _ in mixed)
n_alike, n_mixed = max(k for _, k in same), min(k for _, k in mixed)
assert {k for _, k in zero + same} == {1} and n_mixed == 32
assert zero_best < 0.15 and same_best < 0.6 and mixed_worst > 0.9
