"""Adam과 SGD 견주기: 알맞은 학습률이 규칙마다 다르다.

주장: 똑같이 0.001을 주면 다섯 시드 모두 Adam이 크게 앞서지만, 저마다 고른 학습률에서는 손실의
    중앙값의 차이가 0.1보다 작다. 가장 좋은 학습률은 SGD 쪽이 열 배 넘게 크다.
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
def train(rule, lr, seed, n_steps=100, **options):
    torch.manual_seed(seed)  # 시드가 같으면 같은 가중치, 같은 배치로 시작한다
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
rates, seeds = [10 ** (k / 2) for k in range(-7, 2)], range(5)  # 0.0003에서 3까지 약 세 배씩
rules = {
    "SGD": (optim.SGD, {}),
    "모멘텀": (optim.SGD, {"momentum": 0.9}),
    "Adam": (optim.Adam, {}),
}
grid, sweep, best_rate = {}, {}, {}
for name, (rule, options) in rules.items():
    grid[name] = torch.tensor([[train(rule, lr, s, **options) for s in seeds] for lr in rates])
    sweep[name] = grid[name].median(1).values.tolist()  # (9, 5) -> 학습률마다 중앙값
    best_rate[name] = rates[sweep[name].index(min(sweep[name]))]
    print(f"{name}: 학습률 {best_rate[name]:.2g}에서 손실 {min(sweep[name]):.2f}")

# %% compare
same_sgd, same_adam = sweep["SGD"][1], sweep["Adam"][1]  # 똑같이 0.001을 줄 때
best_sgd, best_momentum, best_adam = (min(sweep[name]) for name in rules)
sgd_rate, adam_rate = best_rate["SGD"], best_rate["Adam"]
assert abs(rates[1] - 0.001) < 1e-9 and (grid["Adam"][1] < grid["SGD"][1] - 0.5).all()
assert best_sgd - best_adam < 0.1 < same_sgd - same_adam and sgd_rate > 10 * adam_rate
assert all(rates[0] < rate < rates[-1] for rate in best_rate.values())

# %% sweep-plot
fig, ax = plt.subplots(num="rate-by-rule", figsize=(7, 3), layout="constrained")
for (name, losses), marker in zip(sweep.items(), "osD"):
    ax.semilogx(rates, losses, marker=marker, label=name)
    ax.semilogx(rates, grid[name], marker, color=ax.lines[-1].get_color(), ms=2, alpha=0.5)
ax.set_xticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
ax.set(
    title="걸음 100번 뒤의 손실 (시드 다섯과 중앙값)",
    xlabel="학습률",
    ylabel="크로스 엔트로피",
    ylim=(0, 2.5),
)
ax.legend()
