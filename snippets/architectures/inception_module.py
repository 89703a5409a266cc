"""인셉션 모듈: 네 갈래의 합성곱을 나란히 두고 채널로 이어 붙인다.

주장: 3a 모듈의 가중치는 1x1로 줄이면 163,328개, 줄이지 않으면 387,072개다.
    줄이지 않은 모듈은 풀링 갈래 때문에 채널이 256이 아니라 416으로 불어난다.
출처: Szegedy et al. (2015) Figure 2, Table 1
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from matplotlib.patches import Rectangle
from torch import nn

torch.manual_seed(0)


# %% module
class Inception(nn.Module):
    def __init__(self, c_in, one, three_in, three, five_in, five, pool_out):
        super().__init__()

        def conv(a, b, k):  # 크기를 지키는 합성곱과 ReLU
            return nn.Sequential(nn.Conv2d(a, b, k, padding=k // 2, bias=False), nn.ReLU())

        pool = nn.MaxPool2d(3, stride=1, padding=1)  # 옆 갈래와 크기를 맞추려면 패딩이 든다
        self.branches = nn.ModuleList([
            conv(c_in, one, 1),
            nn.Sequential(conv(c_in, three_in, 1), conv(three_in, three, 3)),
            nn.Sequential(conv(c_in, five_in, 1), conv(five_in, five, 5)),
            nn.Sequential(pool, conv(c_in, pool_out, 1)),
        ])  # fmt: skip

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)


# %% shapes
module = Inception(192, 64, 96, 128, 16, 32, 32)  # GoogLeNet의 첫 모듈 3a
x = torch.randn(1, 192, 28, 28)
parts = [tuple(branch(x).shape) for branch in module.branches]
print(*parts, tuple(module(x).shape), sep="\n")
channels = [shape[1] for shape in parts]
assert {shape[2:] for shape in parts} == {(28, 28)}
assert module(x).shape == (1, sum(channels), 28, 28) == (1, 256, 28, 28)


# %% saving
def weights(*layers):
    return sum(p.numel() for layer in layers for p in layer.parameters())


wide = [nn.Conv2d(192, c, k, bias=False) for c, k in [(64, 1), (128, 3), (32, 5)]]
n_narrow, n_wide = weights(module), weights(*wide)
out_narrow, out_wide = sum(channels), 64 + 128 + 32 + 192  # 풀링은 채널을 줄이지 못한다
n_products = n_narrow * 28 * 28
print(f"줄인 것 {n_narrow:,}개, 채널 {out_narrow}   줄이지 않은 것 {n_wide:,}개, 채널 {out_wide}")
assert (n_narrow, n_wide) == (163_328, 387_072)
n_five_narrow, n_five_wide = weights(module.branches[2]), weights(wide[2])
ratio, five_ratio = n_wide / n_narrow, n_five_wide / n_five_narrow

# %% branches-plot
fig, ax = plt.subplots(num="inception-branches", figsize=(7.5, 3.6), layout="constrained")


def slab(x, y, n_channels, text, color="C0"):
    """채널의 수만큼 높은 상자 하나."""
    h = n_channels / 64
    ax.add_patch(Rectangle((x, y - h / 2), 1.5, h, facecolor=color, alpha=0.4, edgecolor="k", lw=0.8))
    ax.text(x + 0.75, y, text, ha="center", va="center", fontsize=9)


def line(x0, y0, x1, y1):
    ax.annotate("", (x1, y1), (x0, y0), arrowprops={"arrowstyle": "->", "color": "0.5"})


slab(0, 0, 192, "입력\n192", "0.6")
top = sum(channels) / 128
for y, branch, c in zip((3.2, 1.1, -1.1, -2.9), module.branches, channels):
    convs = [m for m in branch.modules() if isinstance(m, nn.Conv2d)]
    steps = [(m.out_channels, f"{m.kernel_size[0]}x{m.kernel_size[0]}\n{m.out_channels}") for m in convs]
    if any(isinstance(m, nn.MaxPool2d) for m in branch.modules()):
        steps.insert(0, (192, "풀링\n192"))
    spots = [2.9, 5.8] if len(steps) == 2 else [5.8]
    edges = [1.5, *spots]
    for (n, text), spot in zip(steps, spots):
        slab(spot, y, n, text, "C1" if "풀링" in text else "C0")
    line(1.5, 0, spots[0], y)
    if len(spots) == 2:
        line(spots[0] + 1.5, y, spots[1], y)
    line(7.3, y, 8.7, top - c / 128)
    ax.add_patch(Rectangle((8.7, top - c / 64), 1.5, c / 64, facecolor="C0", alpha=0.4, edgecolor="k", lw=0.8))
    ax.text(9.45, top - c / 128, c, ha="center", va="center", fontsize=9)
    top -= c / 64
ax.set_title(f"인셉션 3a: 채널 192장에서 {sum(channels)}장으로 (상자의 높이가 채널)")
ax.set_aspect("equal")
ax.autoscale_view()
ax.axis("off")
