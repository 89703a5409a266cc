"""층마다 뉴런을 동그라미로, 이음을 선으로 그린다. 계산은 하지 않는다."""

from itertools import pairwise

from matplotlib.patches import Circle


def draw_network(ax, sizes, names, labels=None, gap=2.2):
    """층 여럿을 왼쪽에서 오른쪽으로 그린다.

    Args:
        ax: 그릴 축.
        sizes: 층마다 그릴 뉴런의 수.
        names: 층마다 아래에 적을 이름.
        labels: 층마다 위에 적을 글. 없으면 적지 않는다.
        gap: 층 사이의 거리.
    """
    places = [[(i * gap, j - (n - 1) / 2) for j in range(n)] for i, n in enumerate(sizes)]
    for left, right in pairwise(places):
        for x0, y0 in left:
            for x1, y1 in right:
                ax.plot([x0, x1], [y0, y1], color="0.6", linewidth=0.7, zorder=1)
    low, high = -max(sizes) / 2 - 0.25, max(sizes) / 2
    for i, layer in enumerate(places):
        for place in layer:
            style = {"facecolor": "w", "edgecolor": f"C{i % 3}", "lw": 1.6, "zorder": 2}
            ax.add_patch(Circle(place, 0.27, **style))
        ax.text(i * gap, low, names[i], ha="center", va="top")
        if labels:
            ax.text(i * gap, high, labels[i], ha="center", va="bottom", fontsize=9)
    ax.set(xlim=(-0.9, (len(sizes) - 1) * gap + 0.9), ylim=(low - 0.6, high + 0.5), aspect="equal")
    ax.axis("off")
