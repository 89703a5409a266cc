"""Adam과 모멘텀: 학습률을 저마다 고르면 차이가 준다.

출처: Kingma & Ba (2015); Wilson et al. (2017); sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn, optim
from torch.nn import functional as F

digits = load_digits()
X = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64)
y = torch.tensor(digits.target)  # (1797,)


# %% train
def train(rule, lr, n_steps=100, **options):
    torch.manual_seed(0)  # 같은 가중치, 같은 배치로 시작한다
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = rule(model.parameters(), lr=lr, **options)
    for _ in range(n_steps):
        batch = torch.randperm(len(X))[:64]
        loss = F.cross_entropy(model(X[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        return F.cross_entropy(model(X), y).nan_to_num(torch.inf).item()


# %% sweep
rates = [1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0]
rates = [10 ** (k / 2) for k in range(-8, 3)]
rules = {"SGD": (optim.SGD, {}), "모멘텀": (optim.SGD, {"momentum": 0.9}), "Adam": (optim.Adam, {})}
sweep = {n: [train(rule, lr, **options) for lr in rates] for n, (rule, options) in rules.items()}
for name, losses in sweep.items():
    best = min(losses)
    print(name, [round(l,3) for l in losses])
