"""GRU 셀의 그림과, 게이트가 옛 상태와 새 후보를 섞는 비율.

주장: 새 은닉 상태는 옛 상태와 후보 사이의 값이다.
출처: Cho et al. (2014); PyTorch 문서 nn.GRU
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from gates import draw_box, draw_operation, draw_path

# %% between
# (1 - z) n + z h는 n과 h를 잇는 선분 위의 점이다.
torch.manual_seed(0)
z, n, h = torch.rand(1000), torch.randn(1000).tanh(), torch.randn(1000).tanh()
mixed = (1 - z) * n + z * h
assert (mixed >= torch.minimum(n, h) - 1e-6).all()
assert (mixed <= torch.maximum(n, h) + 1e-6).all()
assert torch.allclose(mixed, torch.lerp(n, h, z), atol=1e-6)

# %% cell-plot
fig, ax = plt.subplots(num="gru-cell", figsize=(7.5, 3.9), layout="constrained")
draw_path(ax, (-0.3, 3), (3.4, 3), color="C1", width=2.5)
draw_path(ax, (3.8, 3), (5.0, 3), color="C1", width=2.5)
draw_path(ax, (5.4, 3), (6.9, 3), color="C1", width=2.5)
draw_operation(ax, 3.6, 3, r"$\times$")
draw_operation(ax, 5.2, 3, "$+$")
ax.plot([0.3, 0.3], [3, 0], color="k", lw=1.3)
for x, name in ((1.3, "리셋 r"), (3.6, "업데이트 z")):
    draw_box(ax, x, 1, name, "C0", width=1.3)
    draw_path(ax, (x, 0), (x, 0.72))
draw_box(ax, 5.2, 1, "후보 n", "C2", width=1.1)
draw_path(ax, (5.2, 0), (5.2, 0.72))
ax.plot([0.3, 5.2], [0, 0], color="k", lw=1.3)
draw_path(ax, (1.3, -0.7), (1.3, 0))
draw_path(ax, (1.95, 1), (2.45, 1), (2.45, 0.35), (4.85, 0.35), (4.85, 0.72))
draw_path(ax, (3.6, 1.28), (3.6, 2.8))
draw_path(ax, (3.6, 2.05), (5.0, 2.05))
ax.text(4.3, 2.2, "$1-z$", ha="center")
draw_path(ax, (5.2, 1.28), (5.2, 1.85))
draw_operation(ax, 5.2, 2.05, r"$\times$")
draw_path(ax, (5.2, 2.25), (5.2, 2.8))
places = [(-0.4, 3, "$h_{t-1}$"), (1.3, -0.95, "$x_t$"), (7.15, 3, "$h_t$")]
for x, y, name in places:
    ax.text(x, y, name, ha="right" if x < 0 else "center", va="center", fontsize=12)
ax.text(1.8, 3.25, "은닉 상태", ha="center", color="C1")
ax.text(3.45, 2.4, "$z$", ha="right")
ax.set(xlim=(-1.1, 7.5), ylim=(-1.2, 3.6), aspect="equal", title="GRU 셀")
ax.axis("off")
