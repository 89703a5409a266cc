"""객체 검출: 무엇이 어디에 있는지 상자로 답하고, 겹침으로 채점한다.

주장: 사진 속 얼굴 하나에 상자가 여럿 나오고, NMS와 이웃의 수로 추리면 하나가 남는다.
출처: Viola & Jones (2001); skimage astronaut, LBP 캐스케이드
"""

# %% setup
import matplotlib.pyplot as plt
from iou_and_nms import iou, nms
from skimage import data
from skimage.feature import Cascade

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
assert iou(face, (178, 74, 265, 161)) > 0.7  # 몇 픽셀은 프로세서의 반올림을 따라 달라진다

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
