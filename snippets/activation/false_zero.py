"""거짓 0과 잘린 폭발: 30층에서 기울기의 크기를 그대로 읽으면 속는다.

주장: 시그모이드 30층의 첫 가중치 기울기는 float32의 norm()이 0이지만 원소는 0이 아니다.
    clip_grad_norm_은 터진 기울기의 방향을 두고 크기만 1로 줄인다.
출처: Pascanu, Mikolov & Bengio (2013); PyTorch 문서 clip_grad_norm_
"""

# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
images, labels = load_digits(return_X_y=True)
X = torch.tensor(images[:400] / 16 - 0.5, dtype=torch.float32)  # (400, 64)
y = torch.tensor(labels[:400])  # (400,)


def build(activation):  # 은닉층 30개
    pairs = [layer for _ in range(30) for layer in (nn.Linear(64, 64), activation())]
    return nn.Sequential(*pairs, nn.Linear(64, 10))


# %% false-zero
net = build(nn.Sigmoid)
F.cross_entropy(net(X), y).backward()
grad = net[0].weight.grad  # (64, 64), float32
largest, float_norm, double_norm = grad.abs().max(), grad.norm(), grad.double().norm()
print(f"최댓값 {largest:.0e}, 크기 {float_norm}, 배정밀도로 잰 크기 {double_norm:.0e}")
assert float_norm == 0
assert 0 < largest < 1e-20

# %% clip
net = build(nn.ReLU)
for linear in net[:-1:2]:  # 가중치의 표준편차를 Kaiming의 두 배로 키운다
    nn.init.normal_(linear.weight, std=2 * (2 / 64) ** 0.5)
F.cross_entropy(net(X), y).backward()
unclipped = torch.cat([p.grad.flatten() for p in net.parameters()])
max_norm = 1.0
# 자르기 전의 크기를 돌려준다
before = nn.utils.clip_grad_norm_(net.parameters(), max_norm).item()
clipped = torch.cat([p.grad.flatten() for p in net.parameters()])
after = clipped.norm().item()
print(f"{before:.0e} -> {after:.2f}")
assert before > 1e6
assert abs(after - max_norm) < 1e-3
assert torch.cosine_similarity(unclipped, clipped, dim=0) > 0.9999  # 방향은 그대로다
