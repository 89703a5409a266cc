"""스트라이드: 커널을 한 번에 몇 칸 옮기는가.

주장: 5x5 이미지 위의 3x3 커널은 스트라이드 1이면 아홉 자리, 2면 네 자리에 놓인다.
    스트라이드 S의 출력은 스트라이드 1의 출력을 S칸마다 하나씩 뽑은 것과 같다.
출처: 합성곱 신경망과 이상탐지 학습 노트; Dumoulin & Visin (2016)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from grids import draw_grid, draw_window, finish
from torch import nn

torch.manual_seed(0)
image, kernel = torch.randn(1, 1, 5, 5), torch.randn(1, 1, 3, 3)

# %% positions
sizes = {}
for s in (1, 2):
    sizes[s] = tuple(F.conv2d(image, kernel, stride=s).shape[2:])
n_one, n_two = sizes[1][0] * sizes[1][1], sizes[2][0] * sizes[2][1]
print(sizes)
assert sizes == {1: (3, 3), 2: (2, 2)} and (n_one, n_two) == (9, 4)

# %% positions-plot
fig, axes = plt.subplots(1, 3, num="stride-positions", figsize=(7.5, 2.8), layout="constrained")
cases = [(5, 1, "5x5, 스트라이드 1"), (5, 2, "5x5, 스트라이드 2"), (6, 2, "6x6, 스트라이드 2")]
for ax, (n, s, title) in zip(axes, cases):
    starts = range(0, n - 3 + 1, s)  # 창의 왼쪽 위 칸
    unread = {(i, j): "0.5" for i in range(n) for j in range(n) if max(i, j) >= starts[-1] + 3}
    draw_grid(ax, torch.zeros(n, n), fill=unread, fontsize=0)
    draw_window(ax, 0, 0, 3, 3, color="C0", alpha=0.25)
    draw_window(ax, 0, s, 3, 3, color="C1", alpha=0.25)
    for i in starts:
        ax.plot([j + 1.5 for j in starts], [i + 1.5] * len(starts), "o", color="k")
    ax.annotate(
        "", (1.5 + s, 1.5), (1.5, 1.5), arrowprops={"arrowstyle": "->", "lw": 2, "color": "k"}
    )
    finish(ax, f"{title}: {len(starts) ** 2}자리")

# %% subsample
x = torch.randn(1, 1, 20, 20)
every = F.conv2d(x, kernel)  # (1, 1, 18, 18)
for s in (2, 3, 4):
    skipped = F.conv2d(x, kernel, stride=s)
    assert torch.allclose(skipped, every[..., ::s, ::s], atol=1e-6)

# %% unread
x = torch.randn(1, 1, 6, 6, requires_grad=True)
out = F.conv2d(x, torch.ones(1, 1, 3, 3), stride=2)  # (1, 1, 2, 2)
out.sum().backward()
print(x.grad[0, 0].int())  # 픽셀마다 몇 개의 창에 들어갔는가
assert not x.grad[..., -1].any()  # 마지막 열은 읽히지 않는다
assert not x.grad[..., -1, :].any()  # 마지막 행도
x.grad = None
F.conv2d(x, torch.ones(1, 1, 3, 3), stride=2, padding=1).sum().backward()
assert x.grad.all()  # 한 줄을 대면 모든 픽셀이 읽힌다


# %% cost
def count_products(n, stride):
    out = nn.Conv2d(3, 16, 3, stride, padding=1)(torch.randn(1, 3, n, n))
    return out.numel() * 3 * 3 * 3  # 출력 한 칸마다 곱셈 27번


products = {s: count_products(64, s) for s in (1, 2, 4)}
print(products)
saved_two = products[1] // products[2]
saved_four = products[1] // products[4]
assert products[1] == 4 * products[2] == 16 * products[4]

# %% defaults
print(nn.Conv2d(1, 1, 3).stride, nn.MaxPool2d(3).stride)  # (1, 1) 3
tall = nn.Conv2d(1, 1, 3, stride=(2, 1))  # 세로로 2칸, 가로로 1칸씩
tall_shape = tuple(tall(torch.randn(1, 1, 9, 9)).shape[2:])
assert nn.Conv2d(1, 1, 3).stride == (1, 1) and nn.MaxPool2d(3).stride == 3
assert tall_shape == (4, 7)
