"""평균 풀링: 창마다 평균을 남긴다.

주장: 값이 모두 1/K^2인 커널로 채널마다 합성곱한 것과 같다. 기울기를 창 안에 고르게 나눈다.
    전역 평균 풀링은 입력 크기에 상관없이 채널마다 수 하나를 낸다.
출처: 신경망 4차 학습 노트; 합성곱 신경망과 이상탐지 학습 노트; Lin et al. (2014)
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
# (1, 1, 2, 2)
average, largest = F.avg_pool2d(grid, 2), F.max_pool2d(grid, 2)
print(average[0, 0])
assert average[0, 0].tolist() == [[4.25, 4.25], [4.25, 3.5]]

# %% pool-plot
fig, axes = plt.subplots(
    1, 3, num="avg-pool-table", figsize=(7, 2.7), width_ratios=[4, 2.5, 2.5], layout="constrained"
)
colors = {(i, j): f"C{2 * i + j}" for i in range(2) for j in range(2)}
draw_grid(axes[0], grid[0, 0], fontsize=12)
for (i, j), color in colors.items():
    draw_window(axes[0], 2 * i, 2 * j, 2, 2, color=color, alpha=0.3)
draw_grid(axes[1], average[0, 0], fill=colors, alpha=0.55, fontsize=11)
draw_grid(axes[2], largest[0, 0], fill=colors, alpha=0.55, fontsize=11)
for ax, title in zip(axes, ["특성 맵 (4, 4)", "평균 풀링", "최대 풀링"]):
    finish(ax, title)

# %% as-conv
maps = torch.randn(1, 8, 12, 12)
# 채널마다 하나씩, 배우지 않는 커널
quarter = torch.full((8, 1, 2, 2), 1 / 4)
# (1, 8, 12, 12) -> (1, 8, 6, 6)
by_conv = F.conv2d(maps, quarter, stride=2, groups=8)
assert torch.allclose(F.avg_pool2d(maps, 2), by_conv, atol=1e-6)
leaf = maps.clone().requires_grad_(True)
F.avg_pool2d(leaf, 2).sum().backward()
assert (leaf.grad == 0.25).all()  # 창 안의 네 값이 기울기를 똑같이 나눈다

# %% global
gap = nn.AdaptiveAvgPool2d(1)  # 출력이 언제나 (1, 1)
sizes = {}
for n in (7, 10, 32):
    x = torch.randn(1, 512, n, n)
    sizes[n] = tuple(gap(x).flatten(1).shape)  # (1, 512, n, n) -> (1, 512)
    assert torch.allclose(gap(x)[..., 0, 0], x.mean((2, 3)), atol=1e-6)
with_flatten, with_gap = nn.Linear(512 * 7 * 7, 1000), nn.Linear(512, 1000)
n_flatten, n_gap = with_flatten.weight.numel(), with_gap.weight.numel()
print(sizes, f"{n_flatten:,} / {n_gap:,}")
assert set(sizes.values()) == {(1, 512)} and n_flatten == 49 * n_gap

# %% noise
noise = torch.randn(100, 1, 64, 64)  # 밝기 0에 표준편차 1의 잡음
mean_noise = F.avg_pool2d(noise, 4).std().item()
max_shift = F.max_pool2d(noise, 4).mean().item()
print(f"평균 풀링의 흔들림 {mean_noise:.3f}, 최대 풀링의 평균 {max_shift:.3f}")
assert abs(mean_noise - 1 / 4) < 0.01 and max_shift > 1.5

# %% count-pad
negative = -torch.ones(1, 1, 2, 2)
# 덧댄 0 셋도 나눗셈에 든다
with_zeros = nn.AvgPool2d(2, padding=1)(negative)
without = nn.AvgPool2d(2, padding=1, count_include_pad=False)(negative)
counted, skipped = with_zeros[0, 0, 0, 0].item(), without[0, 0, 0, 0].item()
print(counted, skipped)
assert (counted, skipped) == (-0.25, -1)
