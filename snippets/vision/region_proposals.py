"""영역 제안: 물체가 있을 만한 상자를 먼저 추린다.

주장: 비슷한 픽셀을 묶어 만든 상자 수백 개가, 같은 수의 아무 상자보다 동전을 훨씬 많이 담는다.
    한 자리에 상자 아홉을 미리 놓는 RPN은 40x60 특성 맵에서 21,600개를 본다.
출처: Felzenszwalb & Huttenlocher (2004); Uijlings et al. (2013); Ren et al. (2015); skimage coins
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import torch
from coins import load_coins
from scipy import ndimage
from skimage.segmentation import felzenszwalb
from torchvision.ops import box_iou

photo, mask = (t.numpy() for t in load_coins())  # (148, 192)


def boxes_of(regions):
    found = [(c.start, r.start, c.stop, r.stop) for r, c in filter(None, regions)]
    return torch.tensor(found).float()  # (N, 4) 왼쪽, 위, 오른쪽, 아래


# %% proposals
truth = boxes_of(ndimage.find_objects(ndimage.label(mask)[0]))
groups = [felzenszwalb(photo, scale=s, sigma=0.8, min_size=30) for s in (20, 50, 100, 200)]
proposed = torch.cat([boxes_of(ndimage.find_objects(g + 1)) for g in groups]).unique(dim=0)
n_truth, n_proposed = len(truth), len(proposed)
print(f"동전 {n_truth}개, 제안 {n_proposed}개")


# %% recall
def recall(boxes):
    """겹침(IoU)이 0.5를 넘는 상자가 하나라도 있는 동전의 비율."""
    return (box_iou(truth, boxes).amax(1) > 0.5).float().mean().item()


rng = np.random.default_rng(0)


def random_boxes(n):
    x, y = (np.sort(rng.uniform(0, side, (n, 2))) for side in (192, 148))
    return torch.tensor(np.stack([x[:, 0], y[:, 0], x[:, 1], y[:, 1]], 1)).float()


by_groups = recall(proposed)
by_chance = float(np.mean([recall(random_boxes(n_proposed)) for _ in range(20)]))
print(f"제안 {by_groups:.0%}, 같은 수의 아무 상자 {by_chance:.0%}")
assert by_groups > by_chance + 0.3

# %% proposals-plot
fig, axes = plt.subplots(1, 2, num="region-proposals", figsize=(7.5, 3.1), layout="constrained")
shown = box_iou(truth, proposed).argmax(1)
for ax, boxes, title in (
    (axes[0], proposed, f"제안한 상자 {n_proposed}개"),
    (axes[1], proposed[shown], "동전마다 가장 많이 겹치는 제안"),
):
    ax.imshow(photo, cmap="gray")
    for x0, y0, x1, y1 in boxes.tolist():
        box = plt.Rectangle((x0, y0), x1 - x0, y1 - y0, fill=False, edgecolor="C1", lw=0.9)
        ax.add_patch(box)
    ax.set(title=title, xticks=[], yticks=[])

# %% anchors
scales, ratios, stride = (128, 256, 512), (0.5, 1, 2), 16
shapes = [(s / r**0.5, s * r**0.5) for s in scales for r in ratios]  # 너비, 높이
n_anchors = 40 * 60 * len(shapes)
print([f"{w:.0f}x{h:.0f}" for w, h in shapes[:6]], f"... {n_anchors:,}")
assert n_anchors == 21_600
assert np.allclose([w * h for w, h in shapes], np.repeat(scales, 3) ** 2)  # 넓이는 같다
