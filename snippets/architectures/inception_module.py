"""인셉션 모듈: 네 갈래의 합성곱을 나란히 두고 채널로 이어 붙인다.

주장: 네 갈래의 출력은 높이와 너비가 같고, 채널은 64 + 128 + 32 + 32 = 256이다.
    3x3 풀링은 패딩 1이 있어야 28을 지킨다.
출처: Szegedy et al. (2015) Figure 2, Table 1
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from matplotlib.patches import Rectangle
from torch import nn

torch.manual_seed(0)


# %% module
class Inception(nn.Module):
    def __init__(self, c_in, one, three_in, three, five_in, five, pool_out):
        super().__init__()

        def conv(a, b, k):  # 크기를 지키는 합성곱과 ReLU
            return nn.Sequential(
                nn.Conv2d(a, b, k, padding=k // 2, bias=False), nn.ReLU()
            )

        # 옆 갈래와 크기를 맞추려면 패딩이 든다
        pool = nn.MaxPool2d(3, stride=1, padding=1)
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
assert channels == [64, 128, 32, 32]
assert F.max_pool2d(x, 3, stride=1).shape[-1] == 26  # 패딩이 없으면 28이 되지 않는다
assert module(x).shape == (1, sum(channels), 28, 28) == (1, 256, 28, 28)

# %% branches-plot
fig, ax = plt.subplots(num="inception-branches", figsize=(7.5, 3.6), layout="constrained")


def slab(x, y, n_channels, text, color="C0"):
    """채널의 수만큼 높은 상자 하나."""
    h = n_channels**0.5 / 6
    style = {"facecolor": color, "alpha": 0.4, "edgecolor": "k", "lw": 0.8}
    ax.add_patch(Rectangle((x, y - h / 2), 1.5, h, **style))
    ax.text(x + 0.75, y, text, ha="center", va="center", fontsize=9)


def line(x0, y0, x1, y1, path="arc3"):
    style = {"arrowstyle": "->", "color": "0.5", "connectionstyle": path, "shrinkA": 0}
    ax.annotate("", (x1, y1), (x0, y0), arrowprops=style)


slab(0, 0, 192, "입력\n192", "0.6")
top = sum(c**0.5 / 6 for c in channels) / 2
for y, branch, c in zip((3.6, 1.4, -0.9, -3.2), module.branches, channels):
    convs = [m for m in branch.modules() if isinstance(m, nn.Conv2d)]
    sizes = [(m.out_channels, m.kernel_size[0]) for m in convs]
    steps = [(c_out, f"{k}x{k}\n{c_out}") for c_out, k in sizes]
    if any(isinstance(m, nn.MaxPool2d) for m in branch.modules()):
        steps.insert(0, (192, "풀링\n192"))
    spots = [2.9, 5.8] if len(steps) == 2 else [5.8]
    for (n, text), spot in zip(steps, spots):
        slab(spot, y, n, text, "C1" if "풀링" in text else "C0")
    if len(spots) == 2:
        line(1.5, 0, 2.9, y)
        line(4.4, y, 5.8, y)
    else:  # 1x1 하나뿐인 갈래는 위로 돌아간다
        line(0.75, 192**0.5 / 12, 5.8, y, "angle,angleA=90,angleB=180,rad=8")
    h = c**0.5 / 6
    line(7.3, y, 8.7, top - h / 2)
    slab(8.7, top - h / 2, c, c)
    top -= h
ax.set_title(f"인셉션 3a: 채널 192장에서 {sum(channels)}장으로")
ax.set_aspect("equal")
ax.autoscale_view()
ax.axis("off")
