"""학습률 고르기: 로그 눈금으로 훑고 검증 데이터로 고른 뒤 시험은 한 번만 본다.

주장: 쓸 만한 학습률은 좁은 띠이고, 그 아래는 더디고 그 위는 무너진다.
    검증으로 고른 값이 시험에서도 가장 좋은 값에 가깝다.
출처: Bengio (2012) "Practical Recommendations"; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

digits = load_digits()
torch.manual_seed(0)
order = torch.randperm(1797)
X = torch.tensor(digits.data / 16, dtype=torch.float32)[order]  # (1797, 64)
y = torch.tensor(digits.target)[order]  # (1797,)
train_rows, valid_rows, test_rows = slice(0, 1000), slice(1000, 1400), slice(1400, 1797)


# %% train
def train(lr, n_epochs=5, hidden=32, seed=0):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(n_epochs):
        for rows in torch.randperm(1000).split(50):
            loss = F.cross_entropy(model(X[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


def accuracy(model, rows):
    return (model(X[rows]).argmax(1) == y[rows]).float().mean().item()


# %% sweep
rates = [10 ** (k / 2) for k in range(-6, 4)]  # 0.001에서 약 세 배씩
models = {lr: train(lr) for lr in rates}
scores = {lr: [accuracy(m, rows) for rows in (train_rows, valid_rows)] for lr, m in models.items()}
for lr, (t, v) in scores.items(): print(f"{lr:.3g} {t:.3f} {v:.3f}", round(accuracy(models[lr], test_rows),3))
