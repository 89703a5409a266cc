"""커널 옮기기: 놓인 자리마다 특성 맵이 한 칸 채워진다.

주장: (5, 5) 이미지에 (3, 3) 커널이 놓일 자리는 아홉이고, 칸마다 창과 커널을 곱해 더한 값이
    F.conv2d의 값과 같다.
출처: Dumoulin & Visin (2016)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from grids import draw_grid, draw_window, finish, write
from matplotlib.animation import FuncAnimation

image = torch.tensor(
    [[0, 0, 0, 2, 2], [0, 0, 0, 2, 2], [0, 0, 2, 2, 2], [0, 0, 2, 2, 2], [0, 2, 2, 2, 2.0]]
)
kernel = torch.tensor([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1.0]])
feature_map = F.conv2d(image[None, None], kernel[None, None])[0, 0]  # (3, 3)

# %% motion
fig, ax = plt.subplots(num="conv-sliding", figsize=(6.4, 3.4), layout="constrained")


def place(step):
    i, j = divmod(step, 3)
    assert (image[i : i + 3, j : j + 3] * kernel).sum() == feature_map[i, j]
    ax.clear()
    draw_grid(ax, image)
    draw_window(ax, i, j, 3, 3)
    draw_grid(ax, feature_map, at=(1, 7), fill={(i, j): "C1"}, alpha=0.45, fontsize=0)
    for r, c in (divmod(n, 3) for n in range(step + 1)):  # 지금까지 채운 칸
        write(ax, 1.5 + r, 7.5 + c, f"{feature_map[r, c]:g}")
    finish(ax, f"({i}, {j})에 놓으면 {feature_map[i, j]:g}")


sliding = FuncAnimation(fig, place, frames=feature_map.numel(), interval=700)
