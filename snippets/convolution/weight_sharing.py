"""가중치 공유: 모든 자리가 같은 커널을 쓴다.

주장: 3x3 이미지에서 2x2 특성 맵으로 갈 때 완전 연결층은 가중치 36개, 커널은 4개다.
    합성곱은 같은 값이 되풀이되는 성긴 4x9 행렬을 곱하는 일과 같고, 기울기는 그 자리들에서 모인다.
출처: 합성곱 신경망과 이상탐지 학습 노트; Goodfellow et al. (2016) 9.2절
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from grids import draw_grid, finish
from torch import nn

torch.manual_seed(0)

# %% count
dense, conv = nn.Linear(9, 4, bias=False), nn.Conv2d(1, 1, 2, bias=False)
n_dense, n_kernel = dense.weight.numel(), conv.weight.numel()
image = torch.randn(1, 1, 3, 3)
assert dense(image.flatten(1)).shape == (1, 4)  # (1, 9) -> (1, 4)
assert conv(image).shape == (1, 1, 2, 2)  # (1, 1, 3, 3) -> (1, 1, 2, 2)
assert (n_dense, n_kernel) == (36, 4)

# %% links
# 출력 o = (i, j)는 입력 (i + u, j + v)를 가중치 w[2u + v]로 읽는다.
links = {
    (2 * i + j, 3 * (i + u) + (j + v)): 2 * u + v
    for i in range(2) for j in range(2) for u in range(2) for v in range(2)
}  # fmt: skip
n_links = len(links)
assert n_links == 16 and set(links.values()) == {0, 1, 2, 3}

# %% graph-plot
fig, axes = plt.subplots(1, 2, num="weight-sharing-graph", figsize=(7, 3.9), layout="constrained")
every = {(o, p): None for o in range(4) for p in range(9)}
for ax, lines, title in [
    (axes[0], every, f"완전 연결: 선 {n_dense}개, 가중치 {n_dense}개"),
    (axes[1], links, f"합성곱: 선 {n_links}개, 가중치 {n_kernel}개"),
]:
    for (o, p), w in lines.items():
        color, width = ("0.6", 0.8) if w is None else (f"C{w}", 1.8)
        ax.plot([0, 1], [-p, -2.5 - o], color=color, lw=width, zorder=1)
    ax.plot([0] * 9, [-p for p in range(9)], "o", color="k", ms=9)
    ax.plot([1] * 4, [-2.5 - o for o in range(4)], "s", color="k", ms=10)
    ax.set(title=title, xlim=(-0.3, 1.3), ylim=(-8.5, 1.6))
    ax.axis("off")
for w in range(4):
    axes[1].plot([], [], color=f"C{w}", label=f"$w_{w}$")
axes[1].legend(loc="lower right")
for ax in axes:
    ax.text(0, 0.7, "픽셀 9개", ha="center")
    ax.text(1, -1.7, "출력 4개", ha="center")

# %% matrix
w = conv.weight.detach().flatten()  # (4,)
matrix = torch.zeros(4, 9)
for (o, p), index in links.items():
    matrix[o, p] = w[index]
by_matrix = matrix @ image.flatten()  # (4, 9) @ (9,) -> (4,)
assert torch.allclose(by_matrix, conv(image).flatten(), atol=1e-6)

# %% matrix-plot
fig, ax = plt.subplots(num="sharing-matrix", figsize=(6.4, 3), layout="constrained")
draw_grid(
    ax, torch.zeros(4, 9), fill={at: f"C{i}" for at, i in links.items()}, alpha=0.45, fontsize=0
)
for (o, p), index in links.items():
    ax.text(p + 0.5, o + 0.5, f"$w_{index}$", ha="center", va="center")
finish(ax, "합성곱을 행렬로 쓰면: 행은 출력, 열은 픽셀, 빈칸은 0")

# %% gradient
# 자리마다 따로인 가중치로 여긴다
slots = matrix.clone().requires_grad_(True)
(slots @ image.flatten()).square().sum().backward()
conv(image).square().sum().backward()
gathered = torch.zeros(4)
for at, index in links.items():
    gathered[index] += slots.grad[at]
assert torch.allclose(gathered, conv.weight.grad.flatten(), atol=1e-5)
