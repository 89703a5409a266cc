"""행렬곱의 그림: 결과의 칸 하나에는 왼쪽의 행 하나와 오른쪽의 열 하나만 든다.

주장: 결과의 (1, 2) 칸은 왼쪽 1행과 오른쪽 2열의 내적이다.
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np

A = np.array([[1, 2, 0], [0, 1, 3]])  # (2, 3)
B = np.array([[1, 0, 2, 1], [2, 1, 0, 1], [0, 4, 1, 2]])  # (3, 4)
C = A @ B  # (2, 3) @ (3, 4) -> (2, 4)
row, col = 1, 2
assert C[row, col] == sum(A[row, k] * B[k, col] for k in range(3))

# %% cells-plot
fig, ax = plt.subplots(num="matmul-cells", figsize=(7.5, 3))
lit = {"A": lambda i, j: i == row, "B": lambda i, j: j == col}
lit["C"] = lambda i, j: (i, j) == (row, col)
parts = [("A", A, 0, "왼쪽 (2, 3)"), ("B", B, 4.5, "오른쪽 (3, 4)"), ("C", C, 10, "곱 (2, 4)")]
for color, (name, M, x, title) in enumerate(parts):
    top = len(M) / 2
    for (i, j), v in np.ndenumerate(M):
        strength = 0.45 if lit[name](i, j) else 0.0
        box = {"facecolor": f"C{color}", "alpha": strength, "linewidth": 0}
        ax.add_patch(plt.Rectangle((x + j, top - i - 1), 1, 1, **box))
        ax.add_patch(plt.Rectangle((x + j, top - i - 1), 1, 1, fill=False, edgecolor="0.5"))
        ax.text(x + j + 0.5, top - i - 0.5, v, ha="center", va="center")
    ax.text(x + M.shape[1] / 2, top + 0.25, title, ha="center", va="bottom")
ax.text(3.75, 0, "@", ha="center", va="center")
ax.text(9.25, 0, "=", ha="center", va="center")
terms = " + ".join(rf"{A[row, k]} \cdot {B[k, col]}" for k in range(3))
ax.text(7, -2.1, f"${terms} = {C[row, col]}$", ha="center", va="center")
ax.set(aspect="equal", xlim=(-0.3, 14.3), ylim=(-2.6, 2.4))
ax.axis("off")
ax.set_title("칸 하나는 행 하나와 열 하나의 내적")
