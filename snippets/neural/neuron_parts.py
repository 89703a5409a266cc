"""뉴런 하나와 층 셋의 그림, 그리고 편향이 곡선을 옮기는 그림."""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle
from wires import draw_network

# %% neuron-plot
fig, ax = plt.subplots(num="neuron-parts", figsize=(7.6, 3), layout="constrained")
arrow = {"arrowstyle": "->", "color": "0.4", "shrinkA": 0, "shrinkB": 0}
for i, y in enumerate((2, 1, 0), start=1):
    ax.add_patch(Circle((0, y), 0.27, facecolor="w", edgecolor="C0", lw=1.5))
    ax.text(0, y, f"$x_{i}$", ha="center", va="center")
    ax.annotate("", (2.05, 1 + 0.22 * (y - 1)), (0.3, y), arrowprops=arrow)
    ax.text(1.0, y + 0.16 - 0.31 * (y - 1), f"$w_{i}$", color="C1", ha="center")
stops = [(2.5, "가중합\n$z$", "C1"), (4.6, "활성화\n$\\varphi(z)$", "C2"), (6.5, "$h$", "C0")]
for x, text, color in stops:
    ax.add_patch(Circle((x, 1), 0.45, facecolor="w", edgecolor=color, lw=1.5))
    ax.text(x, 1, text, ha="center", va="center", fontsize=9)
for left, right in ((2.97, 4.13), (5.07, 6.03)):
    ax.annotate("", (right, 1), (left, 1), arrowprops=arrow)
ax.annotate("", (2.5, 1.48), (2.5, 2.2), arrowprops=arrow)
ax.text(2.5, 2.25, "편향 $b$", ha="center", color="C1")
ax.text(0, -0.6, "입력", ha="center")
ax.text(6.5, -0.6, "출력", ha="center")
ax.set(
    xlim=(-0.5, 7.1), ylim=(-0.8, 2.6), aspect="equal", title="뉴런 하나: 곱하고, 더하고, 꺾는다"
)
ax.axis("off")

# %% layers-plot
fig, ax = plt.subplots(num="network-layers", figsize=(6.4, 3), layout="constrained")
draw_network(ax, [3, 4, 2], ["입력층", "은닉층", "출력층"])
ax.set_title("뉴런을 모은 층 셋: 선 하나가 가중치 하나")

# %% bias-plot
fig, axes = plt.subplots(1, 2, num="weight-and-bias", figsize=(7.6, 2.8), layout="constrained")
x = np.linspace(-5, 5, 300)
for i, w in enumerate((0.5, 1, 4, -4)):
    axes[0].plot(x, 1 / (1 + np.exp(-w * x)), ["-", "--", "-.", ":"][i], label=f"$w={w}$")
for i, b in enumerate((-8, 0, 8)):
    axes[1].plot(x, 1 / (1 + np.exp(-(4 * x + b))), ["-", "--", "-."][i], label=f"$b={b}$")
axes[0].set(title="가중치는 가파름과 방향을 정한다", xlabel="입력 $x$", ylabel="출력")
axes[1].set(title="편향은 켜지는 자리를 옮긴다 ($w=4$)", xlabel="입력 $x$")
for ax in axes:
    ax.legend(fontsize=8)
