"""한 축 위에서 섞인 두 무리를 포물선 위로 올리면 직선 하나로 갈린다.

주장: 꽃잎 길이 하나로는 버시컬러를 나머지에서 가르는 문턱이 없지만, 제곱을 덧붙인 두 특성에서는
    직선이 가른다.
출처: sklearn iris (Fisher, 1936)
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_iris
from sklearn.svm import SVC

iris = load_iris()
x, y = iris.data[:, 2] - 4, (iris.target == 1).astype(int)  # (150,) 꽃잎 길이를 4 cm에서 잰 값

# %% lift
line, plane = x[:, None], np.column_stack([x, x * x])  # (150, 1), (150, 2)
cuts = np.unique(x)
hits = [max(np.mean((x > c) == y), np.mean((x <= c) == y)) for c in cuts]
best_cut = float(max(hits))  # 문턱 하나로 할 수 있는 가장 좋은 답
model = SVC(kernel="linear", C=10).fit(plane, y)
lifted = float(model.score(plane, y))
print(f"문턱 하나 {best_cut:.3f}, 올린 뒤 직선 {lifted:.3f}")
assert best_cut < 0.75 and lifted > 0.93

# %% plot
fig, axes = plt.subplots(1, 2, num="kernel-lift", figsize=(7.8, 3.2), layout="constrained")
for k, name in enumerate(("세토사와 버지니카", "버시컬러")):
    where = y == k
    style = {"s": 18, "color": f"C{k}", "marker": "os"[k], "alpha": 0.7, "label": name}
    axes[0].scatter(x[where], np.zeros(where.sum()) + 0.04 * k, **style)
    axes[1].scatter(x[where], x[where] ** 2, **style)
ends = np.linspace(x.min() - 0.2, x.max() + 0.2, 2)
(w1, w2), b = model.coef_[0], model.intercept_[0]
axes[1].plot(ends, -(w1 * ends + b) / w2, color="k")
axes[0].set(title="수 하나: 가를 문턱이 없다", xlabel="$x$ = 꽃잎 길이 - 4 (cm)")
axes[0].set(yticks=[], ylim=(-0.3, 0.5))
axes[0].legend(loc="upper center", fontsize=8)
axes[1].set(title="제곱을 덧붙이면 직선이 가른다", xlabel="$x$", ylabel="$x^2$")
