"""패딩 방식: 덧댄 줄을 무엇으로 채우는가.

주장: 1..9에서 반사의 첫 줄은 5 4 5 6 5, 복제의 첫 줄은 1 1 2 3 3이다.
    같은 방식을 NumPy와 OpenCV는 다른 이름으로 부른다. 반사는 입력보다 넓게 댈 수 없다.
출처: 신경망 4차 학습 노트; PyTorch 문서 torch.nn.functional.pad
"""

# %% setup
import cv2
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from grids import draw_grid, draw_window, finish

# %% rows
image = torch.arange(1.0, 10).reshape(1, 1, 3, 3)
names = {
    "constant": "영 패딩",
    "reflect": "반사 패딩",
    "replicate": "복제 패딩",
    "circular": "순환 패딩",
}
# 방식마다 (1, 1, 3, 3) -> (5, 5)
padded = {m: F.pad(image, (1, 1, 1, 1), mode=m)[0, 0] for m in names}
first = {mode: grid[0].int().tolist() for mode, grid in padded.items()}
for mode in names:
    print(f"{mode:10}", first[mode])
assert first["reflect"] == [5, 4, 5, 6, 5]
assert first["replicate"] == [1, 1, 2, 3, 3]
assert first["circular"] == [9, 7, 8, 9, 7]
reflect_row = " ".join(map(str, first["reflect"]))
replicate_row = " ".join(map(str, first["replicate"]))

# %% grids-plot
fig, axes = plt.subplots(1, 4, num="padding-modes", figsize=(7.5, 2.15), layout="constrained")
ring = {(i, j): "0.5" for i in range(5) for j in range(5) if i in (0, 4) or j in (0, 4)}
for ax, (mode, grid) in zip(axes, padded.items()):
    draw_grid(ax, grid, fill=ring, alpha=0.22)
    draw_window(ax, 1, 1, 3, 3, color="C0", alpha=0)
    finish(ax, names[mode])

# %% line
row = np.arange(1, 5)  # 1 2 3 4를 양쪽으로 두 칸 늘린다
line = torch.arange(1.0, 5)[None]  # (1, 4)
pixels = row[None].astype(np.uint8)  # (1, 4)
for mode, numpy_name, cv_border in [
    ("reflect", "reflect", cv2.BORDER_REFLECT_101),
    ("replicate", "edge", cv2.BORDER_REPLICATE),
    ("circular", "wrap", cv2.BORDER_WRAP),
]:
    ours = F.pad(line, (2, 2), mode=mode)[0].int().numpy()
    print(f"{mode:10}{ours}  np.pad: {numpy_name}")
    assert (ours == np.pad(row, 2, mode=numpy_name)).all()
    theirs = cv2.copyMakeBorder(pixels, 0, 0, 2, 2, cv_border)[0]
    assert (ours == theirs).all()

# %% symmetric
mirror = np.pad(row, 2, mode="symmetric")  # 가장자리까지 되비춘다
print(mirror)
by_cv2 = cv2.copyMakeBorder(pixels, 0, 0, 2, 2, cv2.BORDER_REFLECT)[0]
assert mirror.tolist() == by_cv2.tolist() == [2, 1, 1, 2, 3, 4, 4, 3]

# %% too-wide
try:
    F.pad(image, (3, 3, 3, 3), mode="reflect")
    raise AssertionError("거절하지 않았다")
except RuntimeError as e:
    print(type(e).__name__, str(e).split(",")[0])
assert F.pad(image, (3, 3, 3, 3), mode="replicate").shape == (1, 1, 9, 9)
