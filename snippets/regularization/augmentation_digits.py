"""증강은 레이블을 지켜야 한다: 숫자를 한 칸 미는 것은 되고, 뒤집는 것은 안 된다.

주장: 시드 다섯 모두에서, 한 칸씩 민 증강은 밀린 시험 사진의 정확도를 크게 올리고
    좌우로 뒤집는 증강은 시험 정확도를 떨어뜨린다.
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
n_seeds = 5


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
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3, fused=True)
    for _ in range(200):
        loss = F.cross_entropy(model(augment(images[:n])), y[:n])  # 걸음마다 새로 바꾼다
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


@torch.no_grad()
def accuracy(model, pictures):  # 시험에는 증강을 걸지 않는다
    return (model(pictures).argmax(1) == test_y).float().mean().item()


# %% compare
moved = F.pad(test_images, (1, 0))[:, :, :8]  # 시험 사진을 모두 오른쪽으로 한 칸 민 것
names = {"증강 없음": lambda batch: batch, "한 칸 밀기": shift, "좌우 뒤집기": flip}


def judge(name, n=100):
    models = [train(names[name], seed, n) for seed in range(n_seeds)]
    scores = torch.tensor([[accuracy(m, p) for p in (test_images, moved)] for m in models])
    middle, pushed = scores.median(0).values.tolist()
    print(f"{name}: 시험 {middle:.3f}, 오른쪽으로 민 시험 {pushed:.3f} (시드의 중앙값)")
    return scores, middle, pushed  # (시드, 2)


plain, plain_test, plain_moved = judge("증강 없음")
shifted, shift_test, shift_moved = judge("한 칸 밀기")
flipped, flip_test, flip_moved = judge("좌우 뒤집기")
assert (shifted[:, 1] > plain[:, 1] + 0.3).all()  # 배운 변화에는 강하다
assert (flipped[:, 0] < plain[:, 0]).all()  # 뒤집힌 3은 3이 아니다

# %% more-data
# 훈련 사진이 300장이면 가운데 숫자에서는 밀기가 손해다.
many_plain, more_plain, _ = judge("증강 없음", n=300)
many_shifted, more_shift, _ = judge("한 칸 밀기", n=300)
assert (many_shifted[:, 0] < many_plain[:, 0]).all()
assert (many_shifted[:, 1] > many_plain[:, 1] + 0.3).all()
