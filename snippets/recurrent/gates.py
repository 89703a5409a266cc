"""게이트가 있는 순환 셀을 상자와 화살표로 그린다. 계산은 하지 않는다."""

from matplotlib.patches import Circle, Rectangle


def draw_box(ax, x, y, text, color="C0", width=0.8):
    """가운데가 (x, y)인 층 하나를 그린다."""
    corner = (x - width / 2, y - 0.27)
    ax.add_patch(Rectangle(corner, width, 0.54, facecolor=color, alpha=0.35, lw=0))
    ax.add_patch(Rectangle(corner, width, 0.54, fill=False, edgecolor=color, lw=1.5))
    ax.text(x, y, text, ha="center", va="center")


def draw_operation(ax, x, y, text):
    """성분별 연산 하나를 동그라미로 그린다."""
    ax.add_patch(Circle((x, y), 0.2, facecolor="w", edgecolor="k", lw=1.2, zorder=3))
    ax.text(x, y, text, ha="center", va="center", zorder=4)


def draw_path(ax, *points, color="k", width=1.3):
    """꺾인 길을 그리고 마지막 토막에 화살촉을 단다."""
    *rest, tip = points
    if len(rest) > 1:
        ax.plot(*zip(*rest), color=color, lw=width, solid_capstyle="round")
    style = {"arrowstyle": "-|>", "color": color, "lw": width, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", tip, rest[-1], arrowprops=style)
