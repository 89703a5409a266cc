"""평면의 점마다 분류기의 답을 색으로 칠한다. 학습은 하지 않는다."""

import numpy as np

MARKERS = "osD^v"


def plane(X, steps=160, margin=0.08):
    """데이터를 덮는 격자의 가로, 세로 좌표를 만든다. 둘 다 (steps, steps)."""
    low, high = X.min(axis=0), X.max(axis=0)
    pad = margin * (high - low)
    axes = [np.linspace(a - p, b + p, steps) for a, b, p in zip(low, high, pad)]
    return np.meshgrid(*axes)


def draw_regions(ax, predict, X, steps=160, n_classes=3):
    """predict가 답한 클래스로 평면을 옅게 칠하고, 답이 바뀌는 곳에 선을 긋는다.

    Args:
        ax: 그릴 축.
        predict: (점의 수, 2) 배열을 클래스 번호 0, 1, …로 바꾸는 함수.
        X: 그림의 범위를 정하는 점들, (표본 수, 2).
        steps: 한 축의 격자점 수.
        n_classes: 클래스의 수.
    """
    a, b = plane(X, steps)
    z = np.asarray(predict(np.column_stack([a.ravel(), b.ravel()]))).reshape(a.shape)
    levels = np.arange(n_classes + 1) - 0.5
    colors = [f"C{k}" for k in range(n_classes)]
    ax.contourf(a, b, z, levels=levels, colors=colors, alpha=0.18)
    for k in range(n_classes):  # 클래스마다 0과 1로 만들어야 떨어진 번호 사이에 겹선이 없다
        if 0 < (z == k).mean() < 1:
            ax.contour(a, b, (z == k).astype(float), levels=[0.5], colors="0.45", linewidths=0.8)


def draw_points(ax, X, y, names=None, size=16):
    """클래스마다 색과 모양을 달리해 점을 찍는다. names를 주면 범례에 쓴다."""
    for k in np.unique(y):
        label = None if names is None else names[k]
        where = X[y == k]
        ax.scatter(
            *where.T, s=size, color=f"C{k}", marker=MARKERS[k], edgecolor="w", linewidth=0.4,
            label=label, zorder=3,
        )  # fmt: skip
