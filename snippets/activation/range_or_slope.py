"""너비인가 기울기인가: tanh가 시그모이드보다 빨리 배우는 까닭을 가른다.

주장: SGD(학습률 0.3)에서는 최대 기울기가 1인 둘이 다섯 시드 모두에서 배우고, 1/4인 둘은 학습률을
    0.1, 1, 3으로 바꾸어도 못 배운다. Adam(학습률 0.003)에서는 넷 다 배우고, 기울기가 1인 둘이 다섯
    시드 모두에서 앞선다.
출처: 매듭의 실험 (scikit-learn digits)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from curves import slope
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

images, labels = load_digits(return_X_y=True)
X = torch.tensor(images[:130] / 16 - 0.5, dtype=torch.float32)  # (130, 64)
y = torch.tensor(labels[:130])  # (130,)
seeds = range(5)

# %% candidates
x = torch.arange(-600, 601) / 10  # (1201,)
candidates = {  # 함수, 출력의 너비, 최대 기울기
    "tanh(x): 너비 2, 기울기 1": (torch.tanh, 2, 1),
    "tanh(2x)/2: 너비 1, 기울기 1": (lambda x: torch.tanh(2 * x) / 2, 1, 1),
    "tanh(x/4): 너비 2, 기울기 1/4": (lambda x: torch.tanh(x / 4), 2, 0.25),
    "시그모이드: 너비 1, 기울기 1/4": (torch.sigmoid, 1, 0.25),
}
for f, width, steepest in candidates.values():
    assert abs(f(x).max() - f(x).min() - width) < 1e-6
    assert slope(f, x).max() == steepest


# %% train
def train(f, rule, lr, seed, n_steps=80):
    torch.manual_seed(seed)  # 시드가 같으면 네 신경망의 초기 가중치가 같다
    layers = nn.ModuleList([*(nn.Linear(64, 64) for _ in range(3)), nn.Linear(64, 10)])
    optimizer, losses = rule(layers.parameters(), lr=lr, fused=True), []
    for _ in range(n_steps):
        out = X
        for layer in layers[:-1]:
            out = f(layer(out))  # (130, 64)
        loss = F.cross_entropy(layers[-1](out), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% compare
runs, ends, rules = {}, {}, {"SGD": (torch.optim.SGD, 0.3), "Adam": (torch.optim.Adam, 0.003)}
for rule, setting in rules.items():
    for name, (f, _, _) in candidates.items():
        runs[rule, name] = torch.tensor([train(f, *setting, seed) for seed in seeds])  # (5, 80)
    ends[rule] = torch.stack([runs[rule, name][:, -1] for name in candidates])  # (4, 5)
    print(rule, [[round(v, 2) for v in five.sort().values.tolist()] for five in ends[rule]])
tanh, narrow, flat, sigmoid = ends["SGD"]
loss_flat = min(flat.min(), sigmoid.min()).item()
assert (tanh < narrow).all() and narrow.max() < 0.4 and loss_flat > 2
loss_tanh, loss_narrow = tanh.median().item(), narrow.median().item()
steep_worst, flat_best = ends["Adam"][:2].max().item(), ends["Adam"][2:].min().item()
gentle_worst = ends["Adam"][2:].max().item()
assert steep_worst < flat_best and gentle_worst < 1.2

# %% other-rates
# 기울기가 1/4인 두 함수는 다른 학습률의 SGD로도 못 배운다.
gentle = [f for f, _, steepest in candidates.values() if steepest < 1]
tried = [(f, lr, seed) for f in gentle for lr in (0.1, 1, 3) for seed in seeds]
lowest = min(train(f, torch.optim.SGD, lr, seed)[-1] for f, lr, seed in tried)
print(f"가장 낮은 손실 {lowest:.2f}")
assert lowest > 2

# %% compare-plot
fig, axes = plt.subplots(1, 2, num="range-or-slope", figsize=(7.8, 3.4), layout="constrained")
for ax, (rule, (_, lr)) in zip(axes, rules.items()):
    for name, style in zip(candidates, ("C0-", "C0--", "C1-", "C1--")):
        ax.plot(runs[rule, name].median(0).values, style, label=name)
    ax.set(xlabel="갱신 횟수", ylim=(-0.1, 2.5), title=f"{rule}, 학습률 {lr}: 시드 다섯의 중앙값")
axes[0].set_ylabel("훈련 손실")
lines, names = axes[0].get_legend_handles_labels()
fig.legend(lines, names, fontsize="small", loc="outside lower center", ncols=2)
