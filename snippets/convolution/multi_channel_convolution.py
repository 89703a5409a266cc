"""채널이 여럿인 합성곱: 채널마다 제 커널로 합성곱하고, 그 결과를 더한다.

주장: (3, 3, 3) 입력과 커널 셋으로 된 필터 하나는 (1, 2, 2) 특성 맵을 만든다.
    출력 채널의 수 = 필터의 수 = 편향의 수.
출처: 합성곱 신경망과 이상탐지 학습 노트; AI와 Flask 강의 노트; LeCun et al. (1998)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from grids import draw_grid, draw_window, finish, write
from torch import nn

torch.manual_seed(0)

# %% sum
image = torch.tensor(
    [
        [[1, 0, 2], [3, 1, 0], [0, 2, 1]],
        [[0, 1, 1], [2, 0, 1], [1, 1, 0]],
        [[2, 1, 0], [0, 1, 3], [1, 0, 2]],
    ]
).float()  # (C, H, W) = (3, 3, 3)
filt = torch.tensor([[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[1, -1], [0, 2]]])
filt = filt.float()  # (C, n, m) = (3, 2, 2)
parts = [
    F.conv2d(x[None, None], k[None, None])[0, 0]  # 채널마다 (3, 3) -> (2, 2)
    for x, k in zip(image, filt)
]
whole = F.conv2d(image[None], filt[None])[0, 0]  # (1, 1, 2, 2) -> (2, 2)
print(whole)
assert torch.equal(whole, parts[0] + parts[1] + parts[2])

# %% sum-plot
fig, ax = plt.subplots(num="multichannel-sum", figsize=(6.6, 5.2), layout="constrained")
for c, (name, color) in enumerate(zip("RGB", ["C1", "C2", "C0"])):
    top = 4 * c
    draw_grid(ax, image[c], at=(top, 0), fill=color, alpha=0.15)
    draw_window(ax, top, 0, 2, 2, color=color)
    draw_grid(ax, filt[c], at=(top + 0.5, 4.2), fill=color)
    draw_grid(ax, parts[c], at=(top + 0.5, 7.6), fill={(0, 0): color}, alpha=0.45)
    for col, sign in ((-0.7, name), (3.6, "$*$"), (6.9, "$=$")):
        write(ax, top + 1.5, col, sign, fontsize=14)
draw_grid(ax, whole, at=(4.5, 12), fill={(0, 0): "C3"}, alpha=0.45)
for row in (1.5, 5.5, 9.5):
    ax.annotate("", (11.8, 5.5), (9.8, row), arrowprops={"arrowstyle": "->", "color": "k"})
for row, col, text in ((3.9, 13, "모두 더한다"), (11.4, 1.5, "입력 (3, 3, 3)")):
    write(ax, row, col, text)
for col, text in ((5.2, "필터 (3, 2, 2)"), (8.6, "채널별 결과")):
    write(ax, 11.4, col, text)
write(ax, 7.1, 13, "특성 맵 (1, 2, 2)")
finish(ax, "커널 셋이 모여 필터 하나, 결과 셋이 더해져 특성 맵 하나")

# %% filters
conv = nn.Conv2d(in_channels=3, out_channels=8, kernel_size=3)
out = conv(torch.randn(1, 3, 32, 32))  # (1, 3, 32, 32) -> (1, 8, 30, 30)
weight_shape, bias_shape = tuple(conv.weight.shape), tuple(conv.bias.shape)
n_params = sum(p.numel() for p in conv.parameters())
print("가중치", weight_shape, "편향", bias_shape, "출력", tuple(out.shape))
assert weight_shape == (8, 3, 3, 3) and bias_shape == (8,)
assert out.shape[1] == 8
assert n_params == 8 * (3 * 3 * 3) + 8

# %% bias
x = torch.randn(1, 3, 32, 32)
plain = F.conv2d(x, conv.weight)  # 편향을 뺀 결과
added = (conv(x) - plain)[0].flatten(1)  # (8, 900) 채널마다 더해진 값
print(added.mean(1).detach().round(decimals=2))
assert torch.allclose(added, conv.bias[:, None].expand_as(added), atol=1e-5)
assert len(set(conv.bias.tolist())) == 8  # 채널마다 값이 다르다
