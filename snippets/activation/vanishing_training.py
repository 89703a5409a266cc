"""소실과 폭발의 결과: 멈춘 학습, 거짓 0, 터진 기울기.

주장: 은닉층 10개에서 시그모이드와 기본 초기화 렐루는 찍는 수준이고 Kaiming 렐루는 배운다.
출처: He et al. (2015) "Delving Deep into Rectifiers"; Pascanu, Mikolov & Bengio (2013)
"""

# /// script
# [tool.maedeup.variants.sigmoid-kaiming]
# title = "시그모이드에 Kaiming"
# claims = ["abs(end_kaiming - chance) < 0.02"]
#
# [tool.maedeup.variants.sigmoid-kaiming.replace]
# '"렐루, Kaiming": build(nn.ReLU, kaiming)' = '"시그모이드, Kaiming": build(nn.Sigmoid, kaiming)'
# ///

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

images, labels = load_digits(return_X_y=True)
X = torch.tensor(images[:400] / 16 - 0.5, dtype=torch.float32)  # (400, 64)
y = torch.tensor(labels[:400])  # (400,)
kaiming = (2 / 64) ** 0.5  # 분산 2 / 입력 수


# %% network
def build(activation, std=None, depth=10):
    torch.manual_seed(0)
    layers = []
    for _ in range(depth):
        layers += [nn.Linear(64, 64), activation()]
        if std is not None:
            nn.init.normal_(layers[-2].weight, std=std)
            nn.init.zeros_(layers[-2].bias)
    return nn.Sequential(*layers, nn.Linear(64, 10))


# %% train
def train(net, n_steps=140):
    optimizer, losses = torch.optim.SGD(net.parameters(), lr=0.01), []
    for _ in range(n_steps):
        loss = F.cross_entropy(net(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% compare
nets = {
    "시그모이드": build(nn.Sigmoid),
    "렐루": build(nn.ReLU),
    "렐루, Kaiming": build(nn.ReLU, kaiming),
}
runs = {name: train(net) for name, net in nets.items()}
end_sigmoid, end_relu, end_kaiming = (losses[-1] for losses in runs.values())
chance = torch.tensor(10.0).log().item()  # 열 숫자를 고르게 찍을 때의 손실 ln 10
assert abs(end_sigmoid - chance) < 0.02
assert abs(end_relu - chance) < 0.02
assert end_kaiming < 1.2

# %% train-plot
fig, ax = plt.subplots(num="vanish-training", figsize=(7, 2.8), layout="constrained")
for name, style in zip(runs, ("C1-", "C0:", "C0-"), strict=True):
    ax.plot(runs[name], style, label=name)
ax.axhline(chance, color="0.6", linewidth=0.8, zorder=0)
ax.set(xlabel="갱신 횟수", ylabel="훈련 손실", title="은닉층 10개로 손글씨 숫자 배우기")
ax.legend()

# %% false-zero
net = build(nn.Sigmoid, depth=30)
F.cross_entropy(net(X), y).backward()
grad = net[0].weight.grad  # (64, 64), float32
largest, float_norm, double_norm = grad.abs().max(), grad.norm(), grad.double().norm()
print(f"최댓값 {largest:.0e}, 크기 {float_norm}, 배정밀도로 잰 크기 {double_norm:.0e}")
assert float_norm == 0
assert 0 < largest < 1e-20

# %% clip
net = build(nn.ReLU, 2 * kaiming, depth=30)
F.cross_entropy(net(X), y).backward()
max_norm = 1.0
# 자르기 전의 크기를 돌려준다
before = nn.utils.clip_grad_norm_(net.parameters(), max_norm).item()
after = torch.cat([p.grad.flatten() for p in net.parameters()]).norm().item()
print(f"{before:.0e} -> {after:.2f}")
assert before > 1e6
assert abs(after - max_norm) < 1e-3
