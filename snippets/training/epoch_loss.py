"""에폭과 손실: 에폭을 거듭한다고 손실이 늘 줄지는 않는다.

주장: 갱신은 이터레이션마다 일어나고, 손실은 그 사이에 오르내린다.
      SGD, 학습률 2.0이면 시드 다섯 모두 에폭 평균이 도로 오르고 여덟 에폭 뒤에도 배우지 못한다.
출처: 가중치 갱신 학습 노트(“반복마다 성능이 향상”의 반례); sklearn digits.
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits

digits = load_digits()
X = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64)
y = torch.tensor(digits.target)  # (1797,)


# %% train
def train(lr, seed, n_epochs=8):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_epochs):
        for batch in torch.randperm(len(X)).split(64):  # 섞어서 64개씩
            loss = F.cross_entropy(model(X[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()  # 갱신은 안쪽 반복문에 있다
            losses.append(loss.item())
    return torch.tensor(losses).reshape(n_epochs, -1)  # (에폭, 이터레이션)


# %% measure
# 시드마다 (에폭, 이터레이션)
good, too_big = (torch.stack([train(lr, seed) for seed in range(5)]) for lr in (0.2, 2.0))
n_seeds, n_iterations, n_updates = len(good), good.shape[2], good[0].numel()
# 손실이 앞보다 커진 이터레이션의 비율
rises = (good.flatten(1).diff() > 0).float().mean(1)  # (시드,)
fewest_rises, most_rises = rises.min().item(), rises.max().item()
# 열 개 중 찍을 때의 손실은 ln 10
big_last, chance = too_big.mean(2)[:, -1], math.log(10)
big_lowest, big_highest = big_last.min().item(), big_last.max().item()
print("학습률 0.2, 마지막 에폭 평균:", [round(v, 2) for v in good.mean(2)[:, -1].tolist()])
print("학습률 2.0, 마지막 에폭 평균:", [round(v, 2) for v in big_last.tolist()])
assert n_iterations == math.ceil(len(X) / 64) and n_updates == 8 * n_iterations
assert (good.mean(2).diff() < 0).all() and fewest_rises > 0.3
assert (too_big.mean(2).diff() > 0).any(1).all() and (big_last - chance).abs().max() < 0.1

# %% plot
fig, ax = plt.subplots(num="iteration-loss", figsize=(7.5, 3), layout="constrained")
ticks = range(0, n_updates + 1, n_iterations)
for losses, name, color in ((good[0], "학습률 0.2", "C0"), (too_big[0], "학습률 2.0", "C1")):
    ax.plot(losses.flatten(), color=color, linewidth=0.8, alpha=0.6)
    ax.stairs(losses.mean(1), ticks, baseline=None, color=color, linewidth=2, label=name)
ax.set(title="가는 선은 이터레이션의 손실, 계단은 에폭의 평균 (시드 0)", ylabel="크로스 엔트로피")
ax.set(xlabel="이터레이션 (눈금 하나가 한 에폭)", ylim=(0, 3.2), xticks=ticks)
ax.legend()
