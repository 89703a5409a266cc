"""배치 정규화와 학습: 기본 초기화로는 배우지 못하던 여섯 은닉층이 배운다.

주장: SGD로 은닉층 여섯 개를 80걸음 학습하면 시드 다섯 모두에서, 배치 정규화 없이는 찍는 수준의
    손실에 머물고 넣으면 학습률을 100배 바꾸어도 배운다. Adam이면 없이도 배운다.

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


def train(lr, norm, seed, method=torch.optim.SGD, n_steps=80):
    torch.manual_seed(seed)
    layers = block(64, 32, norm)
    for _ in range(5):
        layers += block(32, 32, norm)
    model = nn.Sequential(*layers, nn.Linear(32, 10))
    optimizer = method(model.parameters(), lr=lr)
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
rates, n_seeds = (0.01, 0.1, 1.0), 5
plain = {lr: [train(lr, False, seed) for seed in range(n_seeds)] for lr in rates}
normed = {lr: [train(lr, True, seed) for seed in range(n_seeds)] for lr in rates}
by_adam = [train(0.01, False, seed, torch.optim.Adam) for seed in range(n_seeds)]


def ends(runs):
    """마지막 열 걸음의 평균 손실, 작은 시드부터."""
    return sorted(sum(losses[-10:]) / 10 for losses in runs)


plain_end, normed_end = ({lr: ends(runs[lr]) for lr in rates} for runs in (plain, normed))
for lr in rates:
    a, b = plain_end[lr], normed_end[lr]
    print(f"SGD {lr:g}: 없이 {a[0]:.2f}~{a[-1]:.2f}, 배치 정규화 {b[0]:.2f}~{b[-1]:.2f}")
adam_end, chance = ends(by_adam), math.log(10)
print(f"Adam 0.01: 없이 {adam_end[0]:.2f}~{adam_end[-1]:.2f}")
plain_best = min(runs[0] for runs in plain_end.values())
normed_best, normed_worst = normed_end[1.0][n_seeds // 2], max(r[-1] for r in normed_end.values())
adam_best, adam_worst = adam_end[0], adam_end[-1]
assert plain_best > 2.2 > normed_worst and normed_best < 0.2 and adam_worst < 1.5

# %% training-plot
fig, axes = plt.subplots(1, 2, num="bn-training", figsize=(8, 3), sharey=True, layout="constrained")
for ax, runs, title in zip(axes, (plain, normed), ("없이", "배치 정규화를 넣고")):
    for (lr, seeds), style in zip(runs.items(), (":", "--", "-")):
        ax.plot(torch.tensor(seeds).median(0).values, style, label=f"{lr:g}")
    ax.set(title=title, xlabel="걸음", ylim=(0, 2.8))
axes[0].set_ylabel("크로스 엔트로피")
axes[0].legend(title="학습률", loc="lower left", ncols=3)
