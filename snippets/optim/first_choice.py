"""어떤 옵티마이저를 먼저 쓰나: 권하는 설정에서 출발해 학습률을 세 배씩 바꾸어 본다.

주장: 손글씨 숫자에서 학습률을 고른 AdamW와 SGD+모멘텀은 검증 정확도의 중앙값이 2%p 안쪽으로
    비슷하다. 권하는 학습률이 격자에서 가장 좋은 것은 아니고, 학습률 1의 SGD+모멘텀은 다섯 시드 모두
    무너진다.
출처: Loshchilov & Hutter (2017, 2019); He et al. (2016a) 3.4절; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn, optim
from torch.nn import functional as F

digits, seeds, n_epochs = load_digits(), range(5), 6
X, y = torch.tensor(digits.data / 16, dtype=torch.float32), torch.tensor(digits.target)
split = train_test_split(X, y, random_state=0, stratify=digits.target)
X_train, X_val, y_train, y_val = split  # (1347, 64), (450, 64)

# %% recipes
recipes = {  # 규칙, 권하는 학습률, 그 밖의 설정, 코사인으로 줄이는가
    "AdamW, 코사인": (optim.AdamW, 0.001, {}, True),
    "SGD, 모멘텀 0.9, 코사인": (optim.SGD, 0.1, {"momentum": 0.9}, True),
    "SGD, 줄이지 않음": (optim.SGD, 0.1, {}, False),
}
factors = (0.3, 1, 3, 10, 30, 100)  # 권하는 학습률의 몇 배인가


# %% train
def train(rule, lr, options, cosine, seed):
    torch.manual_seed(seed)
    layers = [nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)]
    net = nn.Sequential(*layers)
    optimizer = rule(net.parameters(), lr=lr, fused=True, **options)
    n_batches = len(X_train) // 64
    schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, n_epochs * n_batches)
    for _ in range(n_epochs):
        for batch in torch.randperm(len(X_train)).split(64)[:n_batches]:
            loss = F.cross_entropy(net(X_train[batch]), y_train[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if cosine:
                schedule.step()
    with torch.no_grad():
        return (net(X_val).argmax(1) == y_val).float().mean().item()


# %% compare
grid, best = {}, {}
for name, (rule, lr, options, cosine) in recipes.items():
    grid[name] = torch.tensor(
        [[train(rule, k * lr, options, cosine, s) for s in seeds] for k in factors]
    )  # (6, 5) 학습률마다 시드마다
    middle = grid[name].median(1).values
    best[name] = middle.max().item(), factors[int(middle.argmax())] * lr
    print(
        f"{name}: {lr:g}에서 {middle[1]:.3f}, 가장 좋은 {best[name][1]:g}에서 {best[name][0]:.3f}"
    )
(adamw_best, adamw_rate), (heavy_best, heavy_rate), (plain_best, plain_rate) = best.values()
adamw_start, heavy_start, plain_start = (t[1].median().item() for t in grid.values())
heavy_broken = grid["SGD, 모멘텀 0.9, 코사인"][3].max().item()  # 학습률 1
assert abs(adamw_best - heavy_best) < 0.02 and heavy_broken < 0.3
assert adamw_best > adamw_start and heavy_best > heavy_start > plain_start

# %% grid-plot
fig, ax = plt.subplots(num="first-choice", figsize=(7.5, 3.4), layout="constrained")
for (name, table), style in zip(grid.items(), ("C0o", "C1s", "C2^")):
    rates = [k * recipes[name][1] for k in factors]
    ax.semilogx(rates, table, style, ms=3, alpha=0.5)
    ax.semilogx(rates, table.median(1).values, style + "-", ms=6, label=name)
ax.set_xticks([1e-3, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
ax.set(title="학습률과 검증 정확도 (시드 다섯과 중앙값)", xlabel="학습률", ylabel="검증 정확도")
ax.legend(fontsize="small")
