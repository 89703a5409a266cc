"""최대 풀링: 창마다 가장 큰 값 하나만 남긴다.

주장: 학습할 가중치가 없고 채널 수를 바꾸지 않는다. 기울기는 최댓값의 자리로만 간다.
    패딩은 0이 아니라 음의 무한대로 채운다.
출처: 신경망 4차 학습 노트; 합성곱 신경망과 이상탐지 학습 노트; PyTorch 문서 MaxPool2d
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from grids import draw_grid, draw_window, finish
from torch import nn

torch.manual_seed(0)

# %% pool
grid = torch.tensor([[2, 2, 7, 3], [9, 4, 6, 1], [8, 5, 2, 4], [3, 1, 2, 6]])
grid = grid.float()[None, None]  # (4, 4) -> (1, 1, 4, 4)
pooled = nn.MaxPool2d(2)(grid)  # (1, 1, 2, 2), 스트라이드는 커널과 같은 2
print(pooled[0, 0])
# (창의 자리, 창 안의 자리)
windows = grid[0, 0].unfold(0, 2, 2).unfold(1, 2, 2)
assert torch.equal(pooled[0, 0], windows.amax((2, 3)))
assert pooled[0, 0].tolist() == [[9, 7], [8, 6]]

# %% pool-plot
fig, axes = plt.subplots(
    1, 2, num="pooling-demo", figsize=(6, 3.1), width_ratios=[4, 2.6], layout="constrained"
)
colors = {(i, j): f"C{2 * i + j}" for i in range(2) for j in range(2)}
draw_grid(axes[0], grid[0, 0], fontsize=12)
for (i, j), color in colors.items():
    draw_window(axes[0], 2 * i, 2 * j, 2, 2, color=color, alpha=0.12)
    where = (windows[i, j] == pooled[0, 0, i, j]).nonzero()[0].tolist()
    draw_window(axes[0], 2 * i + where[0], 2 * j + where[1], 1, 1, color=color, alpha=0.5)
draw_grid(axes[1], pooled[0, 0], fill=colors, alpha=0.55, fontsize=12)
finish(axes[0], "특성 맵 (4, 4)와 창 넷")
finish(axes[1], "최대 풀링 (2, 2)")

# %% no-weights
pool = nn.MaxPool2d(2)
maps = torch.randn(1, 8, 28, 28)
n_weights, channels = len(list(pool.parameters())), pool(maps).shape[1]
kept = pool(maps).numel() / maps.numel()  # 남는 값의 비율
print(tuple(pool(maps).shape), n_weights)  # (1, 8, 28, 28) -> (1, 8, 14, 14)
fc_before, fc_after = nn.Linear(8 * 28 * 28, 10), nn.Linear(8 * 14 * 14, 10)
before, after = fc_before.weight.numel(), fc_after.weight.numel()
assert (n_weights, channels, kept) == (0, 8, 0.25) and before == 4 * after

# %% gradient
leaf = grid.clone().requires_grad_(True)
nn.MaxPool2d(2)(leaf).sum().backward()
print(leaf.grad[0, 0].int())  # 뽑힌 네 자리만 1
# 펼쳐서 센 자리 번호
winners = F.max_pool2d(grid, 2, return_indices=True)[1]
reached = leaf.grad.flatten().nonzero().flatten()
assert torch.equal(reached, winners.flatten().sort().values)

# %% minus-inf
negative = -torch.ones(1, 1, 2, 2)
by_max = F.max_pool2d(negative, 2, padding=1)  # 0으로 채웠다면 0이 이긴다
by_zero = F.max_pool2d(F.pad(negative, (1, 1, 1, 1)), 2)
print(by_max.flatten().tolist(), by_zero.flatten().tolist())
assert (by_max == -1).all() and (by_zero == 0).all()

# %% refuses
try:
    nn.MaxPool2d(2)(nn.Linear(750, 10)(torch.randn(4, 750)))  # (N, 10)
    raise AssertionError("거절하지 않았다")
except RuntimeError as e:
    print(type(e).__name__, e)
three_axes = nn.MaxPool2d(2)(torch.randn(4, 10, 10))  # (C, H, W)로 읽는다
assert three_axes.shape == (4, 5, 5)
