"""기울기 소실: 층마다 곱해지는 배율이 1보다 작으면 입력 쪽 기울기는 깊이에 따라 지수로 줄어든다.

주장: 30층에서 시그모이드와 기본 초기화 렐루의 기울기는 사라지고 Kaiming 초기화 렐루는 버틴다.
출처: Hochreiter (1991); Glorot & Bengio (2010); He et al. (2015) "Delving Deep into Rectifiers"
"""

# %% setup
import matplotlib.pyplot as plt
import pandas as pd
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

images, labels = load_digits(return_X_y=True)
X = torch.tensor(images[:400] / 16 - 0.5, dtype=torch.float32)  # (400, 64)
y = torch.tensor(labels[:400])  # (400,)

# %% product
sigmoid_best = 0.25**10  # 시그모이드 열 층을 가장 가파른 곳으로만 지날 때
print(f"{sigmoid_best:.1e}")  # 9.5e-07
assert sigmoid_best < 1e-6


# %% network
def build(activation, std=None, depth=30, seed=0):
    torch.manual_seed(seed)
    layers = []
    for _ in range(depth):
        linear = nn.Linear(64, 64)
        if std is not None:
            nn.init.normal_(linear.weight, std=std)
            nn.init.zeros_(linear.bias)
        layers += [linear, activation()]
    return nn.Sequential(*layers, nn.Linear(64, 10))


# %% gradient
def gradient_sizes(net):
    outputs, out = [], X
    for layer in net:
        out = layer(out)  # (400, 64), 마지막은 (400, 10)
        if isinstance(layer, nn.Sigmoid | nn.Tanh | nn.ReLU):
            outputs.append(out)
    # 은닉층의 출력마다 하나
    grads = torch.autograd.grad(F.cross_entropy(out, y), outputs)
    return [g.double().norm().item() for g in grads]


# %% measure
kaiming = (2 / 64) ** 0.5  # 분산 2 / 입력 수
cases = {  # 신경망, 이론이 말하는 층당 배율
    "시그모이드": (build(nn.Sigmoid), 0.25 * (1 / 3) ** 0.5),
    "tanh": (build(nn.Tanh), (1 / 3) ** 0.5),
    "렐루": (build(nn.ReLU), (1 / 6) ** 0.5),
    "렐루, Kaiming": (build(nn.ReLU, kaiming), 1.0),
    "렐루, 두 배 Kaiming": (build(nn.ReLU, 2 * kaiming), 2.0),
}
sizes = {name: gradient_sizes(net) for name, (net, _) in cases.items()}
ratios = [g[0] / g[-1] for g in sizes.values()]  # 첫 층 / 끝 층
ratio_sigmoid, ratio_tanh, ratio_relu, ratio_kaiming, ratio_explode = ratios
assert ratio_sigmoid < 1e-20
assert ratio_relu < 1e-9
assert 0.1 < ratio_kaiming < 10
assert ratio_explode > 1e6

# %% rate-table
rates = pd.DataFrame({"첫 층 / 끝 층": [f"{r:.0e}" for r in ratios]}, index=list(sizes))
rates["층당 배율"] = [round(r ** (1 / 29), 2) for r in ratios]  # 30층 사이의 걸음은 29번
rates["이론의 배율"] = [round(theory, 2) for _, theory in cases.values()]
assert ((rates["층당 배율"] / rates["이론의 배율"] - 1).abs() < 0.1).all()
for seed in range(1, 5):  # 다른 네 시드에서도 그렇다
    for rule, std, theory in ((nn.Sigmoid, None, 0.25 / 3**0.5), (nn.ReLU, kaiming, 1)):
        g = gradient_sizes(build(rule, std, seed=seed))
        assert abs((g[0] / g[-1]) ** (1 / 29) / theory - 1) < 0.1
rates

# %% depth-plot
fig, ax = plt.subplots(num="vanish-depth", figsize=(7, 3.4), layout="constrained")
for name, style in zip(sizes, ("C1-", "C2-.", "C0:", "C0-", "C3--"), strict=True):
    ax.semilogy(range(1, 31), [v / sizes[name][-1] for v in sizes[name]], style, label=name)
ax.set(
    xlabel="은닉층 번호 (1이 입력 쪽)", ylabel="끝 층에 견준 기울기의 크기", title="기울기와 깊이"
)
ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0e}")
ax.legend(fontsize="small", loc="lower right")
