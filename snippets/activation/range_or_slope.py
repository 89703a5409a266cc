"""너비인가 기울기인가: tanh가 시그모이드보다 빨리 배우는 까닭을 가른다.

주장: 출력의 너비를 줄여도 기울기가 1이면 배우고, 너비가 tanh와 같아도 기울기가 1/4이면 못 배운다.
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
X = torch.tensor(images[:400] / 16 - 0.5, dtype=torch.float32)  # (400, 64)
y = torch.tensor(labels[:400])  # (400,)

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
def train(f, n_steps=120):
    torch.manual_seed(0)  # 네 신경망의 초기 가중치가 같다
    layers = nn.ModuleList([*(nn.Linear(64, 64) for _ in range(3)), nn.Linear(64, 10)])
    optimizer, losses = torch.optim.SGD(layers.parameters(), lr=0.3), []
    for _ in range(n_steps):
        out = X
        for layer in layers[:-1]:
            out = f(layer(out))  # (400, 64)
        loss = F.cross_entropy(layers[-1](out), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# %% compare
runs = {name: train(f) for name, (f, _, _) in candidates.items()}
loss_tanh, loss_narrow, loss_flat, loss_sigmoid = (losses[-1] for losses in runs.values())
print([round(losses[-1], 1) for losses in runs.values()])
assert loss_tanh < loss_narrow  # 기울기가 같으면 넓은 쪽이 조금 낫다
assert loss_narrow < 0.4
assert loss_flat > 2
assert loss_sigmoid > 2

# %% compare-plot
fig, ax = plt.subplots(num="range-or-slope", figsize=(7, 3), layout="constrained")
for name, style in zip(runs, ("C0-", "C0--", "C1-", "C1--"), strict=True):
    ax.plot(runs[name], style, label=name)
ax.set(
    xlabel="갱신 횟수", ylabel="훈련 손실", title="출력의 너비와 최대 기울기 가운데 무엇이 중요한가"
)
ax.legend(fontsize="small")
