"""논리 게이트를 평면에 그리면 AND와 OR은 직선 하나로 갈리고 XOR은 갈리지 않는다.

주장: 퍼셉트론이 배운 직선이 AND와 OR의 점을 모두 가른다.
출처: Rosenblatt (1958); Minsky & Papert (1969)
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.linear_model import Perceptron

inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])  # (4, 2)
gates = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "XOR": [0, 1, 1, 0]}

# %% plot
fig, axes = plt.subplots(
    1, 3, num="gates-plane", figsize=(7.8, 3.4), sharex=True, sharey=True, layout="constrained"
)
a, b = np.meshgrid(np.linspace(-0.4, 1.4, 300), np.linspace(-0.4, 1.4, 300))
for ax, (name, targets) in zip(axes, gates.items()):
    targets = np.array(targets)
    if name != "XOR":
        model = Perceptron(shuffle=False, tol=None, max_iter=100).fit(inputs, targets)
        assert model.score(inputs, targets) == 1
        score = model.decision_function(np.column_stack([a.ravel(), b.ravel()])).reshape(a.shape)
        ax.contourf(a, b, score, levels=[-99, 0, 99], colors=["C0", "C1"], alpha=0.15)
        ax.contour(a, b, score, levels=[0], colors="k", linewidths=1.2)
    for k in range(2):
        ax.scatter(*inputs[targets == k].T, s=70, color=f"C{k}", marker="os"[k], zorder=3)
    ax.set(title=f"{name}: " + ("직선이 없다" if name == "XOR" else "직선 하나"), aspect="equal")
    ax.set(xticks=[0, 1], yticks=[0, 1], xlabel="$x_1$")
axes[0].set_ylabel("$x_2$")
