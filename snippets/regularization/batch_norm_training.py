"""배치 정규화와 학습: 기본 초기화로는 배우지 못하던 여섯 은닉층이 배운다.

주장: 은닉층 여섯 개를 SGD로 80번 갱신하면 학습률 0.01, 0.1, 1과 다섯 시드 모두에서, 배치 정규화
    없이는 찍는 수준의 손실에 머물고 넣으면 배운다.
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


def train(lr, norm, seed, n_steps=80):
    torch.manual_seed(seed)
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
rates, seeds = (0.01, 0.1, 1.0), range(5)
plain, normed = (
    torch.tensor([[train(lr, norm, seed) for seed in seeds] for lr in rates])
    for norm in (False, True)
)  # (3, 5, 80) 학습률마다, 시드마다
plain_end, normed_end = (runs[:, :, -10:].mean(2) for runs in (plain, normed))  # (3, 5)
for lr, a, b in zip(rates, plain_end.tolist(), normed_end.tolist()):
    print(f"학습률 {lr:g}: 없이 {min(a):.2f}~{max(a):.2f}, 배치 정규화 {min(b):.2f}~{max(b):.2f}")
plain_best, normed_worst, chance = plain_end.min().item(), normed_end.max().item(), math.log(10)
normed_best = normed_end.max(1).values.min().item()  # 가장 좋은 학습률의 가장 나쁜 시드
assert plain_best > 2.1 and normed_best < 0.2 and normed_worst < plain_best

# %% training-plot
fig, axes = plt.subplots(1, 2, num="bn-training", figsize=(8, 3), sharey=True, layout="constrained")
for ax, runs, title in zip(axes, (plain, normed), ("없이", "배치 정규화를 넣고")):
    for i, (lr, five) in enumerate(zip(rates, runs)):
        for seed in seeds:
            label = f"{lr:g}" if seed == 0 else None
            ax.plot(five[seed], (":", "--", "-")[i], color=f"C{i}", lw=1, label=label)
    ax.set(title=f"{title}: 시드 다섯", xlabel="갱신 횟수", ylim=(0, 2.8))
axes[0].set_ylabel("크로스 엔트로피")
axes[0].legend(title="학습률", loc="lower left", ncols=3)
