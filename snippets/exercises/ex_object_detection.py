"""연습: 상자의 겹침을 잰다."""

# /// script
# [tool.maedeup.variants.negative]
# title = "두 축이 모두 음수이면 곱이 양수가 되어 겹친 것처럼 보인다"
# [tool.maedeup.variants.negative.replace]
# "max(0, min(a[i + 2], b[i + 2]) - max(a[i], b[i]))" = "min(a[i + 2], b[i + 2]) - max(a[i], b[i])"
#
# [tool.maedeup.variants.twice]
# title = "겹친 곳을 두 번 세면 같은 상자도 1이 되지 않는다"
# replace = { "sum(area) - both" = "sum(area)" }
# ///


# %% iou
def iou(a, b):
    w, h = (max(0, min(a[i + 2], b[i + 2]) - max(a[i], b[i])) for i in (0, 1))
    both = w * h
    area = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (a, b)]
    return both / (sum(area) - both)


# %% iou-check
assert iou((0, 0, 2, 2), (1, 0, 3, 2)) == 1 / 3, "절반 밀린 상자는 3분의 1이다"
assert iou((0, 0, 1, 1), (5, 5, 6, 6)) == 0, "두 축 모두 떨어진 상자가 겹쳤다고 했다"
