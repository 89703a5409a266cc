"""LSTM 셀의 그림: 셀 상태는 곱하고 더하기만 하며 지나간다.

출처: Hochreiter & Schmidhuber (1997); Gers, Schmidhuber & Cummins (2000)
"""

# %% setup
import matplotlib.pyplot as plt
from gates import draw_box, draw_operation, draw_path

# %% cell-plot
fig, ax = plt.subplots(num="lstm-cell", figsize=(7.5, 3.9), layout="constrained")
draw_path(ax, (-0.3, 3), (1.0, 3), color="C1", width=2.5)
draw_path(ax, (1.4, 3), (3.0, 3), color="C1", width=2.5)
draw_path(ax, (3.4, 3), (6.9, 3), color="C1", width=2.5)
gates = [(1.2, "망각 f", "C0"), (2.4, "입력 i", "C0"), (3.6, "후보 g", "C2"), (4.8, "출력 o", "C0")]
for x, name, color in gates:
    draw_path(ax, (x, 0), (x, 0.72))
    draw_box(ax, x, 1, name, color, width=1.0)
ax.plot([-0.3, 4.8], [0, 0], color="k", lw=1.3)
draw_path(ax, (0.3, -0.7), (0.3, 0))
draw_path(ax, (1.2, 1.28), (1.2, 2.8))
draw_operation(ax, 1.2, 3, r"$\times$")
draw_path(ax, (2.4, 1.28), (2.4, 2), (3.0, 2))
draw_path(ax, (3.6, 1.28), (3.6, 2), (3.4, 2))
draw_operation(ax, 3.2, 2, r"$\times$")
draw_path(ax, (3.2, 2.2), (3.2, 2.8))
draw_operation(ax, 3.2, 3, "$+$")
draw_path(ax, (6, 3), (6, 2.28))
draw_box(ax, 6, 2, "tanh", "C2")
draw_path(ax, (6, 1.72), (6, 1.2))
draw_path(ax, (5.3, 1), (5.8, 1))
draw_operation(ax, 6, 1, r"$\times$")
draw_path(ax, (6.2, 1), (6.9, 1))
places = [(-0.4, 3, "$c_{t-1}$"), (-0.4, 0, "$h_{t-1}$"), (0.3, -0.95, "$x_t$")]
for x, y, name in [*places, (7.15, 3, "$c_t$"), (7.15, 1, "$h_t$")]:
    ax.text(x, y, name, ha="right" if x < 0 else "center", va="center", fontsize=12)
ax.text(4.6, 3.25, "셀 상태: 곱하고 더하기만 한다", ha="center", color="C1")
ax.set(xlim=(-1.1, 7.5), ylim=(-1.2, 3.6), aspect="equal", title="LSTM 셀")
ax.axis("off")
