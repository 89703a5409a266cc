"""특성 추출: 백본을 얼리고 마지막 완전 연결층만 새로 배운다.

주장: ResNet-18을 얼리고 fc를 두 클래스로 바꾸면 배우는 것은 fc.weight 1,024개와 fc.bias 2개뿐이다.
    얼린 뒤에 바꾸어야 한다. 차례가 거꾸로면 배울 것이 없어 역전파가 오류를 낸다.
출처: 합성곱 신경망과 이상탐지 학습 노트 5-3절; torchvision 문서 ResNet
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn
from torchvision import models

torch.manual_seed(0)

# %% freeze
# 여기서는 내려받지 않는다. 실제로는 weights=models.ResNet18_Weights.DEFAULT
net = models.resnet18(weights=None)
for p in net.parameters():
    p.requires_grad = False
net.fc = nn.Linear(512, 2)  # 새로 만든 층은 requires_grad=True로 태어난다

# %% trainable
trainable = {name: p.numel() for name, p in net.named_parameters() if p.requires_grad}
n_trainable, n_all = sum(trainable.values()), sum(p.numel() for p in net.parameters())
share = n_trainable / n_all
print(trainable, f"전체 {n_all:,}개의 {share:.3%}")
assert trainable == {"fc.weight": 1024, "fc.bias": 2}

# %% one-step
before = {name: p.clone() for name, p in net.named_parameters()}
optimizer = torch.optim.SGD([p for p in net.parameters() if p.requires_grad], lr=0.1)
x, y = torch.randn(4, 3, 64, 64), torch.tensor([0, 1, 0, 1])
nn.functional.cross_entropy(net(x), y).backward()
optimizer.step()
moved = [name for name, p in net.named_parameters() if not torch.equal(p, before[name])]
print(moved)
assert moved == ["fc.weight", "fc.bias"]

# %% wrong-order
upside_down = models.resnet18(weights=None)
upside_down.fc = nn.Linear(512, 2)
for p in upside_down.parameters():  # 새 층까지 얼었다
    p.requires_grad = False
try:
    nn.functional.cross_entropy(upside_down(x), y).backward()
    raise AssertionError("역전파가 되었다")
except RuntimeError as e:
    print(type(e).__name__, e)

# %% map-plot
parts = ["conv1", "bn1", "layer1", "layer2", "layer3", "layer4", "fc"]
fig, ax = plt.subplots(num="freeze-map", figsize=(7.5, 3), layout="constrained")
for row, part in enumerate(parts):
    params = list(net.get_submodule(part).parameters())
    n = sum(p.numel() for p in params)
    live = any(p.requires_grad for p in params)
    ax.barh(row, n, color="C1" if live else "C5", alpha=0.9 if live else 0.5)
    ax.text(n * 1.15, row, f"{n:,}" + ("  배운다" if live else ""), va="center", fontsize=9.5)
ax.set(xscale="log", xlim=(50, 1e8), xlabel="파라미터의 수 (로그 축)")
ax.set_yticks(range(len(parts)), parts)
ax.set_title("옅은 막대는 얼었고, 마지막 하나만 배운다")
ax.invert_yaxis()
ax.grid(axis="y", visible=False)
