"""한 번에 찾는 검출기의 출력: 격자의 칸마다 상자와 확신과 클래스를 낸다.

주장: SxS 격자, 칸마다 상자 B개, 클래스 C개이면 수가 SxSx(5B+C)개다.
    상자를 칸 기준의 수로 바꾸었다가 되돌리면 같은 상자가 된다. SSD300의 기본 상자는 8,732개다.
출처: Redmon et al. (2016) "You Only Look Once"; Liu et al. (2016) "SSD"
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from skimage import data

# %% count
S, B, C = 7, 2, 20  # YOLO 논문의 값
n_outputs = S * S * (B * 5 + C)
print(f"{S} x {S} x ({B} x 5 + {C}) = {n_outputs:,}")
assert n_outputs == 1470


# %% ssd
maps = {38: 4, 19: 6, 10: 6, 5: 6, 3: 4, 1: 4}  # SSD300: 특성 맵의 한 변, 자리마다의 기본 상자
defaults = {side: side**2 * boxes for side, boxes in maps.items()}
n_defaults, fine_share = sum(defaults.values()), defaults[38] / sum(defaults.values())
print(defaults, f"모두 {n_defaults:,}")
assert n_defaults == 8732  # 논문의 수


# %% encode
def encode(box, size=512):
    """칸의 번호와, 칸 안의 자리, 사진에 견준 크기로 바꾼다."""
    x0, y0, x1, y1 = (v / size for v in box)
    x, y = (x0 + x1) / 2 * S, (y0 + y1) / 2 * S
    col, row = int(x), int(y)  # 가운데가 든 칸이 책임진다
    return row, col, (x - col, y - row, x1 - x0, y1 - y0)


def decode(row, col, values, size=512):
    x, y, w, h = values
    x, y = (col + x) / S, (row + y) / S
    return tuple(v * size for v in (x - w / 2, y - h / 2, x + w / 2, y + h / 2))


face = (178, 74, 265, 161)
row, col, values = encode(face)
target = torch.zeros(S, S, 5 + C)  # 상자 하나일 때의 정답 텐서
target[row, col, :5] = torch.tensor([*values, 1.0])
target[row, col, 5] = 1  # 클래스 0: 얼굴
n_filled = int((target[..., 4] > 0).sum())
print(row, col, [f"{v:.2f}" for v in values])
assert all(abs(a - b) < 1e-9 for a, b in zip(decode(row, col, values), face))
assert n_filled == 1

# %% grid-plot
fig, ax = plt.subplots(num="detector-grid", figsize=(4.2, 4.2), layout="constrained")
ax.imshow(data.astronaut())
for k in range(1, S):
    ax.axvline(k * 512 / S, color="white", lw=0.7)
    ax.axhline(k * 512 / S, color="white", lw=0.7)
cell = 512 / S
ax.add_patch(plt.Rectangle((col * cell, row * cell), cell, cell, color="C1", alpha=0.5))
ax.add_patch(plt.Rectangle(face[:2], 87, 87, fill=False, edgecolor="C2", lw=2))
ax.plot((face[0] + face[2]) / 2, (face[1] + face[3]) / 2, "o", color="C2")
ax.set(title="가운데가 든 칸이 상자를 맡는다", xticks=[], yticks=[])
