"""칸마다 수가 적힌 격자와 그 위의 창을 그린다. 계산은 하지 않는다."""

from matplotlib.patches import Rectangle


def draw_grid(ax, values, at=(0, 0), fill=None, alpha=0.3, fontsize=9.5):
    """행렬을 격자로 그린다.

    Args:
        ax: 그릴 축. 행은 아래로, 열은 오른쪽으로 센다.
        values: (행, 열) 배열.
        at: 왼쪽 위 칸의 (행, 열) 자리.
        fill: 칠할 색 하나, 또는 (행, 열) -> 색인 사전.
        alpha: 칠의 짙기.
        fontsize: 글자 크기. 0이면 수를 적지 않는다.
    """
    top, left = at
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            color = fill.get((i, j)) if isinstance(fill, dict) else fill
            corner = (left + j, top + i)
            if color:
                ax.add_patch(Rectangle(corner, 1, 1, facecolor=color, alpha=alpha, lw=0))
            ax.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor="k", lw=0.7))
            if fontsize:
                where = (left + j + 0.5, top + i + 0.52)
                ax.text(*where, f"{float(value):g}", ha="center", va="center", fontsize=fontsize)


def draw_window(ax, row, col, height, width, color="C1", alpha=0.35):
    """왼쪽 위 칸이 (row, col)인 창을 칠하고 굵은 테두리를 두른다."""
    ax.add_patch(Rectangle((col, row), width, height, facecolor=color, alpha=alpha, lw=0))
    ax.add_patch(Rectangle((col, row), width, height, fill=False, edgecolor=color, lw=2.2))


def write(ax, row, col, text, **style):
    """칸 좌표 (row, col)에 글을 가운데 맞추어 적는다."""
    ax.text(col, row, text, **{"ha": "center", "va": "center", **style})


def finish(ax, title=None, margin=0.15):
    """행이 아래로 자라게 뒤집고, 눈금과 테두리를 없앤다."""
    ax.set_aspect("equal")
    ax.autoscale_view()
    (x0, x1), (y0, y1) = ax.get_xlim(), sorted(ax.get_ylim())
    ax.set(xlim=(x0 - margin, x1 + margin), ylim=(y1 + margin, y0 - margin))
    ax.axis("off")
    if title:
        ax.set_title(title)
