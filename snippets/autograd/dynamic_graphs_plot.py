"""동적 계산 그래프의 그림: 같은 함수가 입력에 따라 길이가 다른 그래프를 짓는다.

주장: 그림의 마디 수는 실제로 돌린 횟수이고, 아래의 기울기는 뒤에서부터 2를 곱한 것이다.
"""

# %% setup
import matplotlib.pyplot as plt
import torch


def record(start):
    """거친 값과 그 자리의 기울기."""
    values = [torch.tensor(start, requires_grad=True)]
    while values[-1].norm() < 10:
        values.append(2 * values[-1])
        values[-1].retain_grad()
    values[-1].backward()
    return [v.item() for v in values], [v.grad.item() for v in values]


# %% graphs-plot
fig, axes = plt.subplots(2, 1, num="dynamic-graphs", figsize=(8.5, 3.6))
frame = {"boxstyle": "round", "facecolor": "none", "edgecolor": "0.5"}
for ax, start in zip(axes, (1.0, 0.1)):
    values, grads = record(start)
    assert grads == [2.0 ** (len(values) - 1 - i) for i in range(len(values))]
    for i, (v, g) in enumerate(zip(values, grads)):
        name = "$x$" if i == 0 else "$2y$"
        ax.text(i, 0, name, ha="center", va="center", bbox=frame)
        ax.text(i, 0.38, f"{v:.1f}", ha="center", va="bottom", color="C0")
        ax.text(i, -0.38, f"{g:.0f}", ha="center", va="top", color="C1")
        if i:
            arrow = {"arrowstyle": "-|>", "color": "0.5", "shrinkA": 16, "shrinkB": 16}
            ax.annotate("", (i, 0), (i - 1, 0), arrowprops=arrow)
    ax.set(xlim=(-0.4, 7.4), ylim=(-1, 1), title=f"{start}에서 출발: 곱셈 {len(values) - 1}번")
    ax.axis("off")
fig.tight_layout()
