"""객체 검출: 무엇이 어디에 있는지 상자로 답하고, 겹침으로 채점한다.

주장: 겹침(IoU)과 NMS를 손으로 적으면 torchvision과 같다.
    사진 속 얼굴 하나에 상자가 여럿 나오고, NMS와 이웃의 수로 추리면 하나가 남는다.
출처: Viola & Jones (2001); Everingham et al. (2010) PASCAL VOC; skimage astronaut, LBP 캐스케이드
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from skimage import data
from skimage.feature import Cascade
from torchvision import ops


# %% iou
def iou(a, b):
    """상자는 (왼쪽, 위, 오른쪽, 아래)."""
    left, top = max(a[0], b[0]), max(a[1], b[1])
    right, bottom = min(a[2], b[2]), min(a[3], b[3])
    both = max(0, right - left) * max(0, bottom - top)
    area = [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]
    return both / (sum(area) - both)


half_shifted = iou((0, 0, 10, 10), (5, 0, 15, 10))
pair = [torch.tensor([box]) for box in ((0, 0, 10, 10.0), (5, 0, 15, 10.0))]
print(f"{half_shifted:.4f}", f"{ops.box_iou(*pair).item():.4f}")
assert abs(half_shifted - 1 / 3) < 1e-9
assert abs(half_shifted - ops.box_iou(*pair).item()) < 1e-6


# %% nms
def nms(boxes, scores, limit=0.5):
    order = sorted(range(len(boxes)), key=lambda i: -scores[i])
    keep = []
    while order:
        best = order.pop(0)  # 점수가 가장 높은 것을 남기고
        keep.append(best)  # 그것과 많이 겹치는 것을 버린다
        order = [i for i in order if iou(boxes[best], boxes[i]) <= limit]
    return keep


boxes = [(0, 0, 10, 10), (1, 0, 11, 10), (20, 0, 30, 10)]
scores = [0.9, 0.8, 0.7]
kept = nms(boxes, scores)
as_tensors = torch.tensor(boxes).float(), torch.tensor(scores)
library = ops.nms(*as_tensors, 0.5).tolist()
print(kept, library)
assert kept == library == [0, 2]

# %% face
detector = Cascade(data.lbp_frontal_face_cascade_filename())
photo = data.astronaut()  # (512, 512, 3)


def find(neighbours, overlap):
    found = detector.detect_multi_scale(
        photo,
        scale_factor=1.2,
        step_ratio=1,
        min_size=(60, 60),
        max_size=(123, 123),
        min_neighbor_number=neighbours,
        intersection_score_threshold=overlap,
    )
    corners = [(f["c"], f["r"], f["width"], f["height"]) for f in found]
    return [(c, r, c + w, r + h) for c, r, w, h in corners]


raw = find(0, 1.1)  # 아무것도 합치지 않는다
merged = find(4, 0.5)  # 겹친 상자가 넉넉한 것만 합쳐 남긴다
face = merged[0]
n_raw, n_merged = len(raw), len(merged)
after_nms = [raw[i] for i in nms(raw, [1] * n_raw, limit=0.3)]
n_nms = len(after_nms)
n_face_nms = sum(iou(box, face) > 0.3 for box in after_nms)
on_face = sum(iou(box, face) > 0.3 for box in raw)
left, top, size = face[0], face[1], face[2] - face[0]
print(f"상자 {n_raw}개 -> NMS {n_nms}개 -> 이웃 조건 {n_merged}개")
n_false_nms = n_nms - n_face_nms
assert n_merged == 1 < n_nms < n_raw
assert (left, top, size) == (178, 74, 87)

# %% face-plot
figure = {"num": "iou-nms", "figsize": (7.5, 4), "layout": "constrained"}
fig, axes = plt.subplots(1, 2, **figure)
panels = ((raw, "추리기 전", "C1"), (merged, "합치고 추린 뒤", "C2"))
for ax, (found, title, color) in zip(axes, panels):
    ax.imshow(photo)
    for x0, y0, x1, y1 in found:
        shape = plt.Rectangle((x0, y0), x1 - x0, y1 - y0, fill=False, edgecolor=color, lw=2)
        ax.add_patch(shape)
    ax.set(title=f"{title}: {len(found)}개", xticks=[], yticks=[])
