"""합성곱 연산: 커널을 옮기며 겹친 칸끼리 곱해 모두 더한다.

주장: 이중 반복문으로 쓴 합성곱이 F.conv2d와 같다(허용 오차 1e-5).
    같은 사진도 커널이 다르면 다른 특성이 드러난다.
출처: 합성곱 신경망과 이상탐지 학습 노트; Dumoulin & Visin (2016); skimage camera
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from grids import draw_grid, draw_window, finish, write
from skimage import data

torch.manual_seed(0)


# %% slide
def slide(image, kernel):
    n, m = kernel.shape
    rows = image.shape[0] - n + 1  # 커널이 놓일 수 있는 자리의 수
    cols = image.shape[1] - m + 1
    out = torch.zeros(rows, cols)
    for i in range(rows):
        for j in range(cols):
            out[i, j] = (image[i : i + n, j : j + m] * kernel).sum()
    return out


# %% tiny
image = torch.tensor(
    [[0, 0, 0, 2, 2], [0, 0, 0, 2, 2], [0, 0, 2, 2, 2], [0, 0, 2, 2, 2], [0, 2, 2, 2, 2.0]]
)
kernel = torch.tensor([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1.0]])  # 오른쪽 열의 합 - 왼쪽 열의 합
feature_map = slide(image, kernel)  # (5, 5) -> (3, 3)
print(feature_map)
assert torch.equal(feature_map, F.conv2d(image[None, None], kernel[None, None])[0, 0])

# %% same-as-torch
x, k = torch.randn(31, 40), torch.randn(5, 3)
ours = slide(x, k)  # (31, 40) -> (27, 38)
theirs = F.conv2d(x[None, None], k[None, None])[0, 0]
assert ours.shape == (27, 38) and torch.allclose(ours, theirs, atol=1e-5)

# %% overview-plot
fig, ax = plt.subplots(num="conv-overview", figsize=(7, 2.9), layout="constrained")
draw_grid(ax, image)
draw_window(ax, 0, 1, 3, 3)
draw_grid(ax, kernel, at=(1, 6.5), fill="C1")
draw_grid(ax, feature_map, at=(1, 11), fill={(0, 1): "C1"}, alpha=0.45)
for col, sign in ((5.75, "$*$"), (10.25, "$=$")):
    write(ax, 2.5, col, sign, fontsize=17)
for col, name in ((2.5, "이미지 (5, 5)"), (8, "커널 (3, 3)"), (12.5, "특성 맵 (3, 3)")):
    write(ax, 5.5, col, name)
finish(ax, "창 안의 아홉 칸과 커널의 아홉 칸을 짝지어 곱하고 더하면 특성 맵의 한 칸")

# %% filters
photo = torch.from_numpy(data.camera())[None, None] / 255  # (1, 1, 512, 512)
vertical = torch.tensor([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1.0]])  # 소벨 커널
kernels = {
    "세로 경계": vertical,
    "가로 경계": vertical.T,
    "흐리게": torch.full((9, 9), 1 / 81),
}
maps = {
    name: F.conv2d(photo, k[None, None])[0, 0]  # (512, 512)보다 조금 작다
    for name, k in kernels.items()
}
# 밝기가 고른 곳에서 경계 커널은 0을 낸다
flat = torch.full((1, 1, 9, 9), 0.7)
assert F.conv2d(flat, vertical[None, None]).abs().max() < 1e-6
assert maps["흐리게"].var() < photo.var()

# %% filters-plot
fig, axes = plt.subplots(2, 2, num="filters-on-photo", figsize=(6.4, 6.6), layout="constrained")
axes[0, 0].imshow(photo[0, 0], cmap="gray")
axes[0, 0].set_title("원래 사진")
for ax, (name, m) in zip(axes.flat[1:], maps.items()):
    edge = name != "흐리게"
    ax.imshow(m, cmap="RdBu_r" if edge else "gray", vmin=-2 if edge else 0, vmax=2 if edge else 1)
    ax.set_title(f"{name} 커널의 특성 맵")
for ax in axes.flat:
    ax.set(xticks=[], yticks=[])
