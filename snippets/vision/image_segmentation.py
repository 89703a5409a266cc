"""이미지 분할: 픽셀마다 클래스를 정하고, 겹친 정도(IoU)로 잰다.

주장: 배우지 않는 오츠 문턱값과 구멍 메우기도 동전을 꽤 잘 나눈다.
    픽셀 정확도는 배경이 넓으면 높게 나온다. 연결 성분을 나누면 물체마다의 분할이 된다.
출처: Otsu (1979); Kirillov et al. (2019) "Panoptic Segmentation"; scikit-image coins
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from coins import intersection_over_union, load_coins
from scipy import ndimage
from skimage.filters import threshold_otsu

photo, mask = load_coins()  # (148, 192), (148, 192)

# %% iou-by-hand
a = torch.tensor([[1, 1, 0], [1, 1, 0]], dtype=torch.bool)
b = torch.tensor([[0, 1, 1], [0, 1, 1]], dtype=torch.bool)
both, either = (a & b).sum().item(), (a | b).sum().item()
iou = both / either
dice = 2 * both / (a.sum() + b.sum()).item()
print(f"IoU {both}/{either} = {iou:.3f}, Dice {dice:.3f}")
assert intersection_over_union(a, b) == torch.tensor(both / either).item()
assert abs(dice - 2 * iou / (1 + iou)) < 1e-12

# %% otsu
# 문턱값은 왼쪽 반에서만 정하고, 오른쪽 반에서 잰다.
test, truth = photo[:, 96:], mask[:, 96:]
threshold = float(threshold_otsu(photo[:, :96].numpy()))
otsu = test > threshold
filled = torch.from_numpy(ndimage.binary_fill_holes(otsu.numpy()))
iou_otsu = intersection_over_union(otsu, truth)
iou_filled = intersection_over_union(filled, truth)
print(f"오츠 {iou_otsu:.3f}, 구멍을 메우면 {iou_filled:.3f}")
assert 0.85 < iou_otsu < iou_filled < 0.96


def between(cut):
    """문턱값 cut으로 나뉜 두 무리 사이의 분산."""
    high = photo[:, :96] > cut
    share, gap = high.float().mean(), photo[:, :96][high].mean() - photo[:, :96][~high].mean()
    return (share * (1 - share) * gap**2).item()


# 오츠의 문턱값에서 무리 사이의 분산은 격자에서 찾은 가장 큰 값과 1% 안에서 같다.
cuts = torch.linspace(photo[:, :96].min(), photo[:, :96].max(), 100)[1:-1]
assert between(threshold) > 0.99 * max(between(cut) for cut in cuts)

# %% accuracy-trap
small = torch.zeros(100, 100, dtype=torch.bool)
small[40:50, 40:50] = True  # 사진의 1%인 물체
nothing = torch.zeros_like(small)
pixel_accuracy = (nothing == small).float().mean().item()
trap_iou = intersection_over_union(nothing, small)
print(f"모두 배경: 픽셀 정확도 {pixel_accuracy:.0%}, IoU {trap_iou:.0f}")
assert pixel_accuracy > 0.985 and trap_iou == 0

# %% instances
objects, n_found = ndimage.label(mask)  # 이어진 픽셀끼리 번호 하나
sizes = ndimage.sum_labels(mask, objects, range(1, n_found + 1))
n_coins, n_specks = int((sizes > 100).sum()), int((sizes <= 100).sum())
print(f"동전 {n_coins}개, 부스러기 {n_specks}개")
assert n_coins == 24

# %% masks-plot
figure = {"num": "coins-masks", "figsize": (8, 2.6), "layout": "constrained"}
fig, axes = plt.subplots(1, 3, **figure)
axes[0].imshow(photo, cmap="gray")
axes[1].imshow(mask, cmap="gray")
shuffled = (objects * 7) % 19 + 4  # 이웃한 동전의 색이 다르게
axes[2].imshow(torch.tensor(shuffled * (objects > 0)), cmap="nipy_spectral")
titles = ("사진", "의미 분할: 동전인가", "인스턴스 분할: 어느 동전인가")
for ax, title in zip(axes, titles):
    ax.set(title=title, xticks=[], yticks=[])
