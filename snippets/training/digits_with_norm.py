"""배치 정규화와 드롭아웃이 든 작은 분류기를 손글씨 숫자로 가르친다."""

import torch
from sklearn.datasets import load_digits
from torch import nn

digits = load_digits()
X = torch.tensor(digits.data / 16, dtype=torch.float32)  # (N, 64)
y = torch.tensor(digits.target)  # (N,)
train_X, train_y, test_X, test_y = X[:1200], y[:1200], X[1200:], y[1200:]


def build():
    return nn.Sequential(
        nn.Linear(64, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 10)
    )


def fit(model, n_steps=300):
    """Train in place, in train mode; the model is left in train mode."""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model.train()
    for _ in range(n_steps):
        batch = torch.randperm(len(train_X))[:64]  # (64,)
        loss = nn.functional.cross_entropy(model(train_X[batch]), train_y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model
