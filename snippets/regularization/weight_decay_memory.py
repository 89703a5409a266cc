"""가중치 감쇠의 효과: 이 데이터에서는 크게 주어야 외우기를 막는다.

주장: 레이블의 20%가 틀린 데이터에서 AdamW의 감쇠 0.01은 시험 정확도(시드 다섯의 평균)를 거의 바꾸지
    않고, 감쇠 5는 0.05 넘게 올린다.
출처: Loshchilov & Hutter (2019); sklearn digits
"""

# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
digits = load_digits()
order = torch.randperm(1797)
X = torch.tensor(digits.data / 16, dtype=torch.float32)[order]  # (1797, 64)
y = torch.tensor(digits.target)[order]


# %% train
def test_accuracy(decay, seed):
    torch.manual_seed(seed)
    labels = y[:300].clone()
    labels[:60] = (labels[:60] + torch.randint(1, 10, (60,))) % 10  # 틀린 레이블
    model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3, weight_decay=decay)
    for _ in range(120):
        loss = F.cross_entropy(model(X[:300]), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return (model(X[797:]).argmax(1) == y[797:]).float().mean().item()


# %% compare
scores = {d: sum(test_accuracy(d, s) for s in range(5)) / 5 for d in (0.0, 0.01, 1.0, 5.0)}
for decay, score in scores.items():
    print(f"감쇠 {decay:g}: 시험 정확도 {score:.3f}")
none, default, strong = scores[0.0], scores[0.01], scores[5.0]
assert abs(default - none) < 0.01 and strong > none + 0.05
