"""겹침(IoU)과 NMS: 두 상자가 얼마나 겹치는지 재고, 많이 겹친 것을 버린다.

주장: 겹침과 NMS를 손으로 적으면 torchvision과 같다.
출처: Everingham et al. (2010) PASCAL VOC; torchvision.ops
"""

# %% setup
import torch
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
