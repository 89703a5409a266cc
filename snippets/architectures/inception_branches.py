"""인셉션 모듈의 그림: 상자의 높이는 채널 수의 제곱근이다.

출처: Szegedy et al. (2015) Figure 2, Table 1
"""

# %% setup
import matplotlib.pyplot as plt
from inception_module import Inception
from matplotlib.patches import Rectangle
from torch import nn

module, channels = Inception(192, 64, 96, 128, 16, 32, 32), [64, 128, 32, 32]

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
    # 낮은 상자에는 한 줄로 적는다
    steps = [
        (c_out, f"{k}x{k}" + ("\n" if c_out >= 64 else ", ") + f"{c_out}") for c_out, k in sizes
    ]
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
