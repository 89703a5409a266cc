"""증강은 레이블을 지켜야 한다: 숫자를 한 칸 미는 것은 되고, 뒤집는 것은 안 된다.

주장: 한 칸씩 민 증강은 밀린 시험 사진의 정확도를 크게 올린다.
    좌우로 뒤집는 증강은 숫자에서는 시험 정확도를 떨어뜨린다.
출처: LeCun et al. (1998); sklearn digits
"""

# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
digits = load_digits()
order = torch.randperm(1797)
images = torch.tensor(digits.images / 16, dtype=torch.float32)[order]  # (1797, 8, 8)
y = torch.tensor(digits.target)[order]
test_images, test_y = images[797:], y[797:]  # 훈련에는 앞의 n장만 쓴다


# %% augmentations
def shift(batch):  # 사진마다 상하좌우로 많아야 한 칸
    padded = F.pad(batch, (1, 1, 1, 1))  # (B, 10, 10)
    windows = padded.unfold(1, 8, 1).unfold(2, 8, 1)  # (B, 3, 3, 8, 8)
    top, left = torch.randint(0, 3, (2, len(batch)))
    return windows[torch.arange(len(batch)), top, left]  # (B, 8, 8)


def flip(batch):  # 절반을 좌우로
    chosen = torch.rand(len(batch), 1, 1) < 0.5
    return torch.where(chosen, batch.flip(-1), batch)


# %% train
def train(augment, seed, n=100):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(300):
        loss = F.cross_entropy(model(augment(images[:n])), y[:n])  # 걸음마다 새로 바꾼다
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


def accuracy(model, pictures):  # 시험에는 증강을 걸지 않는다
    return (model(pictures).argmax(1) == test_y).float().mean().item()


# %% compare
moved = F.pad(test_images, (1, 0))[:, :, :8]  # 시험 사진을 모두 오른쪽으로 한 칸 민 것
names = {"증강 없음": lambda batch: batch, "한 칸 밀기": shift, "좌우 뒤집기": flip}
scores = {}
for name, augment in names.items():
    models = [train(augment, seed) for seed in range(3)]
    scores[name] = [sum(accuracy(m, p) for m in models) / 3 for p in (test_images, moved)]
    print(f"{name}: 시험 {scores[name][0]:.3f}, 오른쪽으로 민 시험 {scores[name][1]:.3f}")
plain_test, plain_moved = scores["증강 없음"]
shift_test, shift_moved = scores["한 칸 밀기"]
flip_test, flip_moved = scores["좌우 뒤집기"]
assert shift_moved > plain_moved + 0.3  # 배운 변화에는 강하다
assert abs(shift_test - plain_test) < 0.02  # 가운데 숫자에서는 같다
assert flip_test < plain_test - 0.02  # 뒤집힌 3은 3이 아니다

# %% more-data
# 훈련 사진이 300장이면 가운데 숫자에서는 밀기가 손해다.
more = {}
for name in ("증강 없음", "한 칸 밀기"):
    models = [train(names[name], seed, n=300) for seed in range(3)]
    more[name] = [sum(accuracy(m, p) for m in models) / 3 for p in (test_images, moved)]
    print(f"{name}: 시험 {more[name][0]:.3f}, 오른쪽으로 민 시험 {more[name][1]:.3f}")
more_plain, more_shift = more["증강 없음"][0], more["한 칸 밀기"][0]
assert more_shift < more_plain - 0.01
assert more["한 칸 밀기"][1] > more["증강 없음"][1] + 0.3
