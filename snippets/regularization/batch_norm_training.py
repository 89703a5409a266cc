"""배치 정규화와 학습: 기본 초기화로는 배우지 못하던 여섯 은닉층이 배운다.

주장: 은닉층 여섯 개를 80걸음 학습하면 배치 정규화 없이는 찍는 수준의 손실에 머물고,
    넣으면 학습률을 100배 바꾸어도 모두 배운다.

출처: Ioffe & Szegedy (2015); Santurkar et al. (2018); sklearn digits
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

digits = load_digits()
X = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64)
y = torch.tensor(digits.target)  # (1797,)


# %% train
def block(n_in, n_out, norm):
    return [
        nn.Linear(n_in, n_out),
        *([nn.BatchNorm1d(n_out)] if norm else []),
        nn.ReLU(),
    ]


def train(lr, norm, n_steps=80):
    torch.manual_seed(0)
    layers = block(64, 32, norm)
    for _ in range(5):
        layers += block(32, 32, norm)
    model = nn.Sequential(*layers, nn.Linear(32, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        rows = torch.randperm(len(X))[:128]
        loss = F.cross_entropy(model(X[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% compare
rates = (0.01, 0.1, 1.0)
plain = {lr: train(lr, norm=False) for lr in rates}
normed = {lr: train(lr, norm=True) for lr in rates}
plain_end, normed_end = ([sum(runs[lr][-10:]) / 10 for lr in rates] for runs in (plain, normed))
for lr, a, b in zip(rates, plain_end, normed_end):
    print(f"학습률 {lr:g}: 없이 {a:.2f}, 배치 정규화 {b:.2f}")
plain_best, normed_best, chance = min(plain_end), min(normed_end), math.log(10)
assert plain_best > 2.2 and normed_best < 0.2 and max(normed_end) < plain_best

# %% training-plot
fig, axes = plt.subplots(1, 2, num="bn-training", figsize=(8, 3), sharey=True, layout="constrained")
for ax, runs, title in zip(axes, (plain, normed), ("없이", "배치 정규화를 넣고")):
    for (lr, losses), style in zip(runs.items(), (":", "--", "-")):
        ax.plot(losses, style, label=f"{lr:g}")
    ax.set(title=title, xlabel="걸음", ylim=(0, 2.8))
axes[0].set_ylabel("크로스 엔트로피")
axes[0].legend(title="학습률", loc="lower left", ncols=3)
