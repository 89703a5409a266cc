"""permute와 reshape: 축을 옮기는 일과 모양만 바꾸는 일은 다르다.

주장: reshape(3, H, W)의 결과는 permute(2, 0, 1)과 모양이 같아도 값이 다르다.
    permute는 값을 옮기지 않고 스트라이드만 바꾼다.
출처: AI 연구실 메모 학습 노트; PyTorch 문서 Tensor Views
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from blocks import clean
from skimage import data

photo = torch.from_numpy(data.coffee())  # (H, W, C)
height, width, _ = photo.shape

# %% permute
moved = photo.permute(2, 0, 1)  # (H, W, C) -> (C, H, W)
forced = photo.reshape(3, height, width)  # 모양만 같고 값의 자리는 다르다
same_share = float((moved == forced).float().mean())
assert moved.shape == forced.shape and not torch.equal(moved, forced)
assert torch.equal(moved[0], photo[..., 0])  # moved[0]은 R 채널 그대로다
print(f"같은 자리에 같은 값: {same_share:.1%}")

# %% permute-plot
fig, axes = plt.subplots(1, 2, num="permute-and-reshape", figsize=(7, 2.6))
axes[0].imshow(moved[0], cmap="gray")
axes[1].imshow(forced[0], cmap="gray")
axes[0].set(title="permute(2, 0, 1)[0]", xticks=[], yticks=[])
axes[1].set(title="reshape(3, H, W)[0]", xticks=[], yticks=[])
fig.tight_layout()

# %% strides
# 스트라이드는 그 축으로 한 칸 갈 때 메모리에서 건너뛰는 칸 수다.
small = torch.arange(18).reshape(2, 3, 3)  # (H, W, C)
view = small.permute(2, 0, 1)  # (C, H, W), 값은 옮기지 않는다
copy = view.contiguous()  # 값을 CHW 차례로 다시 적는다
print(small.stride(), view.stride(), copy.stride())
assert view.data_ptr() == small.data_ptr() != copy.data_ptr()
slots_hwc = [1 * 9 + 1 * 3 + c for c in range(3)]  # 픽셀 (1, 1)의 R, G, B가 놓인 자리
slots_chw = [c * 6 + 1 * 3 + 1 for c in range(3)]
assert small.flatten()[slots_hwc].tolist() == copy.flatten()[slots_chw].tolist()

# %% strides-plot
fig, ax = plt.subplots(num="hwc-chw-strides", figsize=(9, 1.9))
for y, name, slots in [(1.6, "HWC", slots_hwc), (0, "CHW", slots_chw)]:
    ax.text(-0.4, y + 0.5, name, ha="right", va="center")
    for k in range(18):
        letter = "RGB"[k % 3] if name == "HWC" else "RGB"[k // 6]
        ax.add_patch(plt.Rectangle((k, y), 1, 1, fill=k in slots, facecolor="C1", alpha=0.6, lw=0))
        ax.add_patch(plt.Rectangle((k, y), 1, 1, fill=False, edgecolor="k", lw=0.7))
        ax.text(k + 0.5, y + 0.5, letter, ha="center", va="center")
clean(ax, "메모리에 적힌 차례: 칠한 세 칸이 픽셀 (1, 1) 하나")
fig.tight_layout()
