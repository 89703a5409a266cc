"""신경망을 특성 맵의 상자로 그린다: 높이는 크기, 두께는 채널. 계산은 하지 않는다."""

import math

from matplotlib.patches import Polygon, Rectangle

COLORS = {"입력": "0.6", "합성곱": "C0", "최대 풀링": "C1", "평균 풀링": "C1", "완전 연결": "C2"}
SLANT = 0.32
"""뒤로 물러나는 만큼 오른쪽과 위로 옮기는 비율."""


def box(ax, x, height, width, color):
    """왼쪽 앞면이 x에 있고 세로로 가운데에 놓인 상자. 오른쪽 끝의 x를 돌려준다."""
    d = SLANT * height
    y = -(height + d) / 2
    front = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    top = [front[3], front[2], (front[2][0] + d, front[2][1] + d), (x + d, y + height + d)]
    side = [front[1], (front[1][0] + d, y + d), (front[2][0] + d, front[2][1] + d), front[2]]
    for corners, alpha in ((front, 0.75), (top, 0.3), (side, 0.5)):
        ax.add_patch(Polygon(corners, facecolor=color, alpha=alpha, lw=0))
        ax.add_patch(Polygon(corners, fill=False, edgecolor="k", lw=0.7))
    return x + width + d


def draw_feature_blocks(ax, table, gap=0.55, thickness=0.2, fontsize=9):
    """층의 표를 왼쪽부터 그린다. 아래에 채널(또는 뉴런)과 크기를 적는다."""
    tallest, x = math.sqrt(table["크기"].max()), 0.0
    for row in table.itertuples():
        is_map = row.크기 == row.크기 and row.크기 > 1
        height = 3 * math.sqrt(row.크기) / tallest if is_map else 0.2 + 0.2 * math.log2(row.채널)
        width = thickness * math.log2(row.채널 + 1) if is_map else 0.16
        d = SLANT * height
        if not is_map:  # 뉴런의 줄: 얇은 막대
            style = {"facecolor": COLORS[row.층], "alpha": 0.75, "edgecolor": "k", "lw": 0.7}
            ax.add_patch(Rectangle((x, -height / 2), width, height, **style))
            d = 0
        right = box(ax, x, height, width, COLORS[row.층]) if is_map else x + width
        below = -(height + d) / 2 - 0.18
        size = f"\n{row.크기:.0f}x{row.크기:.0f}" if is_map else ""
        center, text = (x + right - d) / 2 + d / 4, f"{row.채널}{size}"
        ax.text(center, below, text, ha="center", va="top", fontsize=fontsize)
        x = max(right, x + (0.2 if is_map else 1.6)) + gap
    ax.set_aspect("equal")
    ax.autoscale_view()
    ax.margins(0.02, 0.12)
    ax.axis("off")
    used = [k for k in COLORS if k in set(table["층"])]
    handles = [Polygon([(0, 0)], facecolor=COLORS[k], alpha=0.75, label=k) for k in used]
    ax.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.06),
        ncols=len(used),
        frameon=False,
    )
