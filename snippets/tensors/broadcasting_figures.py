"""브로드캐스팅 그림: 늘어나는 상자와, 세 가지 흑백 사진.

주장: 밝기 가중치가 다르면 같은 사진의 흑백이 다르다.
출처: ITU-R BT.709, BT.601
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from blocks import clean, draw_block
from skimage import data

# %% boxes
fig, ax = plt.subplots(num="broadcast-shapes", figsize=(9, 2.5))
draw_block(ax, 0, 0, 3, 5, 5)
ax.text(2.5, -0.5, "사진 (3, 5, 5)", ha="center", va="top")
ax.text(8, 2.5, r"$\times$", ha="center", va="center", fontsize=16)
draw_block(ax, 10, 2, 3, 1, 1, color="C1", alpha=0.8)
ax.text(10.5, -0.5, "가중치 (3, 1, 1)", ha="center", va="top")
ax.text(13.2, 2.5, "$=$", ha="center", va="center", fontsize=16)
draw_block(ax, 15, 0, 3, 5, 5)
ax.text(17.5, -0.5, "사진 (3, 5, 5)", ha="center", va="top")
ax.text(23, 2.5, r"$\times$", ha="center", va="center", fontsize=16)
draw_block(ax, 24.5, 0, 3, 5, 5, color="C1", alpha=0.3)
draw_block(ax, 28.5, 4, 3, 1, 1, color="C1", alpha=0.8)
ax.text(27, -0.5, "늘어난 것으로 본 가중치", ha="center", va="top")
clean(ax, "(3, 1, 1)을 (3, 5, 5)에 곱하면 높이와 너비로 되풀이된다")
ax.set_ylim(bottom=-2)
fig.tight_layout()

# %% grays
wheel = data.colorwheel()  # (H, W, C)
photo = torch.from_numpy(wheel).permute(2, 0, 1) / 255  # (H, W, C) -> (C, H, W)
recipes = {
    "BT.709": torch.tensor([0.2126, 0.7152, 0.0722]),
    "BT.601": torch.tensor([0.299, 0.587, 0.114]),
    "세 채널의 평균": torch.full((3,), 1 / 3),
}
grays = {k: (photo * w[:, None, None]).sum(0) for k, w in recipes.items()}  # (C, H, W) -> (H, W)
most = (grays["BT.709"] - grays["세 채널의 평균"]).abs().max().item() * 255
print(f"BT.709와 단순 평균의 차이는 최대 {most:.0f}")
assert most > 80

# %% grays-plot
fig, axes = plt.subplots(1, 4, num="luma-compare", figsize=(9, 2.6))
for ax, (name, picture) in zip(axes, {"컬러": wheel, **grays}.items()):
    ax.imshow(picture, cmap="gray", vmin=0, vmax=1)
    ax.set(title=name, xticks=[], yticks=[])
fig.tight_layout()
