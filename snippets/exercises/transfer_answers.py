"""VGG식 전이학습 실습의 물음에 답한다.

주장: 실습을 줄인 문제(16 × 16, 채널 8, 16, 32)에서 사전 훈련을 시드 다섯으로 되풀이하고, 클래스마다
    두 장으로 배운 시험 정확도를 견준다.
출처: 매듭의 실험 (scikit-image와 scikit-learn에 든 사진)
"""

# /// script
# [tool.maedeup]
# timeout_s = 600
# ///

# %% setup
import copy

import numpy as np
import torch
from skimage import data
from skimage.color import rgb2gray
from sklearn.datasets import load_sample_images
from torch import nn
from torch.nn.functional import cross_entropy, interpolate

SIDE, n_seeds = 16, 5
grey = [data.brick(), data.grass(), data.gravel(), data.coins(), data.page()]
colour = [data.astronaut(), data.chelsea(), data.coffee(), data.rocket()]
colour += [data.hubble_deep_field(), data.retina(), data.immunohistochemistry()]
photos = [rgb2gray(p) for p in colour + load_sample_images().images]


# %% data
def crop(photos, half, n, seed, side=SIDE):
    rng, patches = np.random.default_rng(seed), []
    for photo in photos:
        width = photo.shape[1] // 2
        for _ in range(n):
            top = rng.integers(photo.shape[0] - side + 1)
            left = half * width + rng.integers(width - side + 1)
            patches.append(photo[top : top + side, left : left + side])
    x = torch.tensor(np.stack(patches), dtype=torch.float32)[:, None]  # (N, 1, side, side)
    if side != SIDE:
        x = interpolate(x, (SIDE, SIDE), mode="bilinear")
    x = (x - x.mean((2, 3), keepdim=True)) / (x.std((2, 3), keepdim=True) + 0.01)
    return x, torch.arange(len(photos)).repeat_interleave(n)


scaled = [p / 255 for p in grey]
pool, pool_y = crop(scaled, half=0, n=40, seed=2)
test, test_y = crop(scaled, half=1, n=40, seed=3)


# %% model
def block(c_in, c_out):
    conv1, conv2 = nn.Conv2d(c_in, c_out, 3, padding=1), nn.Conv2d(c_out, c_out, 3, padding=1)
    return nn.Sequential(conv1, nn.ReLU(), conv2, nn.ReLU(), nn.MaxPool2d(2))


class Pooled(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))  # (N, C, H, W) -> (N, C)


def make_body():
    return nn.Sequential(block(1, 8), block(8, 16), block(16, 32), Pooled())


def step(model, optimizer, x, y):
    loss = cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


# %% pretrain
def pretrain(n_photos, seed, stops):
    """걸음 수가 stops에 이를 때마다의 백본."""
    torch.manual_seed(seed)
    x, y = crop(photos[:n_photos], 0, 40, seed)
    body, head, kept = make_body(), nn.Linear(32, n_photos), []
    both = nn.Sequential(body, head)
    optimizer = torch.optim.Adam(both.parameters(), lr=3e-3, fused=True)
    for i in range(stops[-1]):
        if i in stops:
            kept.append(copy.deepcopy(body))
        batch = torch.randperm(len(x))[:20]
        step(both, optimizer, x[batch], y[batch])
    return [*kept, body]


def pick(seed):
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.choice(np.where(pool_y == c)[0], 2, False) for c in range(5)])


@torch.no_grad()
def accuracy(model, x=test):
    return (model(x).argmax(1) == test_y).float().mean().item()


def adapt(body, seed, lr, n_free):
    """머리와 마지막 몇 블록을 열 장으로 30걸음 배운다."""
    torch.manual_seed(seed)
    body = copy.deepcopy(body).requires_grad_(False)  # 모두 얼리고
    features = body(pool)
    body[3 - n_free : 3].requires_grad_(True)  # 다시 배울 블록만 녹인다
    head = nn.Linear(32, 5)
    mean, std = features.mean(0), features.std(0) + 1e-6
    with torch.no_grad():  # 특성을 표준화하는 것을 머리에 담는다
        head.weight /= std
        head.bias -= head.weight @ mean
    model = nn.Sequential(body, head)
    free = [p for p in model.parameters() if p.requires_grad]
    optimizer, chosen = torch.optim.Adam(free, lr=lr, fused=True), pick(seed)
    for _ in range(30):
        step(model, optimizer, pool[chosen], pool_y[chosen])
    return model


bodies = [pretrain(9, s, (0, 30, 120)) for s in range(n_seeds)]
three = [pretrain(3, s, (120,))[0] for s in range(n_seeds)]

# %% rates
rates = {0.0003: 1, 0.003: 1, 0.03: 1}
tuned = {lr: [adapt(bodies[s][2], s, lr, 1) for s in range(n_seeds)] for lr in rates}
slow, usual, fast = ([accuracy(m) for m in models] for models in tuned.values())
whole = [accuracy(adapt(bodies[s][2], s, 0.003, 3)) for s in range(n_seeds)]
for name, row in {"느리게": slow, "그대로": usual, "빠르게": fast, "모두 풀기": whole}.items():
    print(name, np.round(row, 3))
slow_acc, usual_acc, fast_acc, whole_acc = (
    float(np.median(row)) for row in (slow, usual, fast, whole)
)

# %% inherited
columns = [[b[i] for b in bodies] for i in range(3)] + [three]
probes = [[adapt(body, s, 0.01, 0) for s, body in enumerate(column)] for column in columns]
scores = np.array([[accuracy(m) for m in row] for row in probes])  # (네 백본, 시드)
print(scores.round(3))
acc_0, acc_30, acc_120, acc_three = np.median(scores, axis=1).tolist()
n_more = int((scores[2] > scores[1]).sum())
n_fewer = int((scores[3] < scores[2]).sum())

# %% closer
# 다른 벽돌의 사진은 없다. 같은 오른쪽 반을 두 배 가까이에서 찍은 것처럼 키워 본다.
near, _ = crop(scaled, half=1, n=40, seed=3, side=SIDE // 2)
near_scores = [accuracy(m, near) for m in probes[2]]
near_acc = float(np.median(near_scores))
n_worse = int((np.array(near_scores) < scores[2]).sum())
print(f"두 배로 키우면 {acc_120:.3f} -> {near_acc:.3f}, 떨어진 시드 {n_worse}")
