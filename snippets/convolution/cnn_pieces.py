"""합성곱 신경망의 조각: 활성화는 따로 붙이고, 필터는 다른 가중치와 똑같이 배운다.

주장: nn.Conv2d 안에는 활성화가 없다. 기본 블록 셋은 32를 16, 8, 4로 줄인다.
    필터는 step() 한 번에 기울기만큼 움직이는 가중치다.
출처: 신경망 4차 학습 노트; AI와 Flask 강의 노트; PyTorch 문서 Conv2d
"""

# %% setup
import math

import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)


# %% small-cnn
def block(c_in, c_out):
    conv = nn.Conv2d(c_in, c_out, kernel_size=5)
    return nn.Sequential(conv, nn.ReLU(), nn.MaxPool2d(2))


class SmallCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = block(3, 64)
        self.layer2 = block(64, 30)
        self.layer3 = nn.Linear(30 * 5 * 5, 10)  # 점수에는 활성화가 없다

    def forward(self, x):  # (N, 3, 32, 32)
        x = self.layer1(x)  # (N, 64, 14, 14)
        x = self.layer2(x)  # (N, 30, 5, 5)
        return self.layer3(x.flatten(1))  # -> (N, 750) -> (N, 10)


# %% shapes
model = SmallCNN()
images, labels = torch.randn(4, 3, 32, 32), torch.tensor([0, 1, 2, 3])
assert model(images).shape == (4, 10)
with_maps = [m for m in model.modules() if isinstance(m, (nn.Conv2d, nn.MaxPool2d))]
assert len(with_maps) == 4

# %% no-activation
conv = nn.Conv2d(3, 8, 3)
n_children, lowest = len(list(conv.children())), conv(images).min().item()
print(n_children, lowest < 0)
assert n_children == 0 and lowest < 0 <= torch.relu(conv(images)).min()

# %% filters-learn
filters = model.layer1[0].weight
before = filters.detach().clone()
sgd = torch.optim.SGD(model.parameters(), lr=0.1)
F.cross_entropy(model(images), labels).backward()
sgd.step()
moved = (filters - before).abs().max().item()
print(f"{moved:.5f}")
expected = before - 0.1 * filters.grad  # 학습률 0.1
assert moved > 0 and torch.allclose(filters, expected, atol=1e-6)

# %% clamped-logits
scores = torch.tensor([[-1.0, -2, -0.5]], requires_grad=True)  # 모두 음수다
clamped_loss = F.cross_entropy(torch.relu(scores), torch.tensor([0]))
clamped_loss.backward()
clamped, dead_grad = clamped_loss.item(), scores.grad.abs().sum().item()
print(f"{clamped:.4f} {dead_grad}")
assert abs(clamped - math.log(3)) < 1e-6 and dead_grad == 0
