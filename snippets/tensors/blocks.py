"""텐서를 칸으로 이루어진 상자로 그린다. 보이는 세 면만 그려 바탕색을 가리지 않는다."""

from matplotlib.patches import Polygon

DEPTH_STEP = 0.45
"""한 겹 뒤로 갈 때 오른쪽과 위로 옮기는 거리. 칸 하나가 1이다."""


def draw_block(ax, x, y, depth, rows, cols, color="C0", alpha=0.3):
    """왼쪽 아래가 (x, y)인 상자를 그리고, 오른쪽 위 끝의 좌표를 돌려준다."""

    def cell(left, low, right, up, strength):
        """왼쪽 아래 모서리에서 두 벡터 right, up이 만드는 평행사변형."""
        (rx, ry), (ux, uy) = right, up
        corners = [(left, low), (left + rx, low + ry)]
        corners += [(left + rx + ux, low + ry + uy), (left + ux, low + uy)]
        ax.add_patch(Polygon(corners, facecolor=color, alpha=strength, linewidth=0))
        ax.add_patch(Polygon(corners, fill=False, edgecolor="k", linewidth=0.7))

    back = (DEPTH_STEP, DEPTH_STEP)
    for r in range(rows):
        for c in range(cols):
            cell(x + c, y + r, (1, 0), (0, 1), alpha)
    if depth == 1:
        return x + cols, y + rows
    for d in range(depth):
        shift = d * DEPTH_STEP
        for c in range(cols):
            cell(x + c + shift, y + rows + shift, (1, 0), back, alpha / 2)
        for r in range(rows):
            cell(x + cols + shift, y + r + shift, back, (0, 1), alpha / 2)
    return x + cols + depth * DEPTH_STEP, y + rows + depth * DEPTH_STEP


def clean(ax, title=None):
    """눈금과 테두리를 없애고 칸이 정사각형이 되게 한다."""
    ax.set_aspect("equal")
    ax.autoscale_view()
    ax.margins(0.02)
    ax.axis("off")
    if title:
        ax.set_title(title)
