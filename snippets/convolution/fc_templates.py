"""완전 연결층의 행은 틀이다: 행마다 이미지 한 장과 같은 모양의 가중치가 있다.

주장: 숫자 이미지를 층 하나로 분류하면 행의 점수가 가장 큰 클래스가 답이고, 클래스마다 틀이 하나다.
    확률로 바꾸어도 가장 큰 자리는 그대로다.
출처: AI와 Flask 강의 노트; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

torch.manual_seed(0)
digits = load_digits()
X = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64)
y = torch.tensor(digits.target)
train, test = torch.randperm(1797).split([1200, 597])

# %% train
layer = nn.Linear(64, 10)
optimizer = torch.optim.Adam(layer.parameters(), lr=0.05, weight_decay=0.001)
for _ in range(150):
    optimizer.zero_grad()
    F.cross_entropy(layer(X[train]), y[train]).backward()
    optimizer.step()
scores = layer(X[test])  # (597, 64) -> (597, 10)
accuracy = (scores.argmax(1) == y[test]).float().mean().item()
print(f"{accuracy:.3f}")
assert accuracy > 0.9
assert layer.weight[0].reshape(8, 8)[3:5, 3:5].max() < 0  # 0은 가운데가 비어 있다

# %% templates-plot
fig, axes = plt.subplots(2, 5, num="fc-templates", figsize=(6.6, 3.1), layout="constrained")
for digit, (ax, row) in enumerate(zip(axes.flat, layer.weight.detach())):
    ax.imshow(row.reshape(8, 8), cmap="RdBu_r", vmin=-2, vmax=2)
    ax.set(title=f"{digit}의 틀", xticks=[], yticks=[])

# %% output
probabilities = scores[:1].softmax(1)  # (1, 10)
total, best = probabilities.sum().item(), probabilities.argmax().item()
print([round(p, 2) for p in probabilities[0].tolist()], "->", best)
assert abs(total - 1) < 1e-5
same = torch.equal(scores.softmax(1).argmax(1), scores.argmax(1))
assert same  # 확률로 바꾸어도 가장 큰 자리는 그대로다
