"""손글씨 숫자를 배우는 깊은 신경망: 스킵 연결만 빼면 두 판이 같다."""

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

images, labels = load_digits(return_X_y=True)
X = torch.tensor(images[:1000] / 16, dtype=torch.float32)  # (1000, 64)
y = torch.tensor(labels[:1000])  # (1000,)


class Block(nn.Module):
    """선형층 둘과 배치 정규화 둘. skip이면 들어온 값을 더해 내보낸다."""

    def __init__(self, width, skip):
        super().__init__()
        self.skip = skip
        self.f = nn.Sequential(
            nn.Linear(width, width, bias=False),
            nn.BatchNorm1d(width),
            nn.ReLU(),
            nn.Linear(width, width, bias=False),
            nn.BatchNorm1d(width),
        )

    def forward(self, x):
        return torch.relu(self.f(x) + x if self.skip else self.f(x))


def build(n_blocks, skip, width=32):
    """Return stem, n_blocks blocks and a classifier; 2 * n_blocks + 2 layers."""
    stem = [nn.Linear(64, width), nn.BatchNorm1d(width), nn.ReLU()]
    return nn.Sequential(
        *stem, *[Block(width, skip) for _ in range(n_blocks)], nn.Linear(width, 10)
    )


def train(net, n_steps=60, lr=0.05):
    """Train in place; the training loss of each batch, and last the loss over all data."""
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9, fused=True)
    losses = []
    for _ in range(n_steps):
        batch = torch.randperm(len(X))[:128]  # (128,)
        loss = F.cross_entropy(net(X[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        losses.append(F.cross_entropy(net(X), y).item())
    return losses
