"""소실의 결과: 같은 신경망이 SGD로는 멈추고 Adam으로는 배우기도 한다.

주장: 은닉층 10개를 SGD(학습률 0.01)로 140번 갱신하면 다섯 시드 모두에서 시그모이드와 기본 초기화
    렐루는 찍는 수준이고 Kaiming 렐루는 배운다. Adam(학습률 0.001)이면 기본 초기화 렐루도 다섯 시드
    모두에서 배우고, 시그모이드는 여전히 못 배운다.
출처: He et al. (2015) "Delving Deep into Rectifiers"; 매듭의 실험 (scikit-learn digits)
"""

# /// script
# [tool.maedeup.variants.sigmoid-kaiming]
# title = "시그모이드에 Kaiming"
# claims = [
#   "all(abs(v - chance) < 0.02 for v in ends['SGD', '렐루, Kaiming'])",
#   "all(v > 1 for v in ends['Adam', '렐루, Kaiming'])",
# ]
#
# [tool.maedeup.variants.sigmoid-kaiming.replace]
# '"렐루, Kaiming": (nn.ReLU, kaiming)' = '"렐루, Kaiming": (nn.Sigmoid, kaiming)'
# 'names = list(nets)' = 'names = ["시그모이드", "렐루", "시그모이드, Kaiming"]'
# ///

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

images, labels = load_digits(return_X_y=True)
X = torch.tensor(images[:130] / 16 - 0.5, dtype=torch.float32)  # (130, 64)
y = torch.tensor(labels[:130])  # (130,)
kaiming = (2 / 64) ** 0.5  # 분산 2 / 입력 수
seeds = range(5)


# %% network
def build(seed, activation, std=None, depth=10):
    torch.manual_seed(seed)
    layers = []
    for _ in range(depth):
        layers += [nn.Linear(64, 64), activation()]
        if std is not None:
            nn.init.normal_(layers[-2].weight, std=std)
            nn.init.zeros_(layers[-2].bias)
    return nn.Sequential(*layers, nn.Linear(64, 10))


# %% train
def train(net, rule, lr, n_steps=140):
    optimizer, losses = rule(net.parameters(), lr=lr, fused=True), []
    for _ in range(n_steps):
        loss = F.cross_entropy(net(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% compare
rules = {"SGD": (torch.optim.SGD, 0.01), "Adam": (torch.optim.Adam, 0.001)}
nets = {
    "시그모이드": (nn.Sigmoid, None),
    "렐루": (nn.ReLU, None),
    "렐루, Kaiming": (nn.ReLU, kaiming),
}
runs = {
    (rule, name): [train(build(seed, *net), *rules[rule]) for seed in seeds]
    for rule in rules
    for name, net in nets.items()
}
ends = {key: [losses[-1] for losses in five] for key, five in runs.items()}
for (rule, name), five in ends.items():
    print(rule, [f"{v:.2f}" for v in sorted(five)], name)
chance = torch.tensor(10.0).log().item()  # 열 숫자를 고르게 찍을 때의 손실 ln 10
worst = {key: max(five) for key, five in ends.items()}
sgd_kaiming, adam_relu = worst["SGD", "렐루, Kaiming"], worst["Adam", "렐루"]
adam_kaiming, adam_third = worst["Adam", "렐루, Kaiming"], min(ends["Adam", "렐루, Kaiming"])
stuck = [*ends["SGD", "시그모이드"], *ends["SGD", "렐루"], *ends["Adam", "시그모이드"]]
stuck_gap = max(abs(v - chance) for v in stuck)
assert stuck_gap < 0.01
assert sgd_kaiming < 2.1 and adam_relu < 2 and adam_kaiming < 0.01

# %% train-plot
fig, axes = plt.subplots(1, 2, num="vanish-training", figsize=(7.8, 3), layout="constrained")
names = list(nets)
for ax, (rule, (_, lr)) in zip(axes, rules.items()):
    for key, label, style in zip(nets, names, ("C1-", "C0:", "C0-")):
        for seed in seeds:
            losses = runs[rule, key][seed][::4]  # 네 번에 한 번만 그려도 모양은 같다
            steps = range(0, 4 * len(losses), 4)
            ax.plot(steps, losses, style, lw=1, label=label if seed == 0 else None)
    ax.set(xlabel="갱신 횟수", ylim=(0, 2.5), title=f"{rule}, 학습률 {lr}: 시드 다섯")
axes[0].set_ylabel("훈련 손실")
axes[0].legend(fontsize="small", loc="lower left")
