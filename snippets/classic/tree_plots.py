"""결정 트리의 그림: 나무가 나눈 평면과 섞임의 두 곡선.

주장: 경계는 축에 나란하고, 깊이를 막지 않으면 훈련을 모두 맞힌다. 특성의 단위를 바꾸어도 답이
    같다.
출처: Breiman et al. (1984); sklearn iris, breast_cancer
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from regions import draw_points, draw_regions
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.model_selection import cross_validate
from sklearn.tree import DecisionTreeClassifier

iris = load_iris()
X, y = iris.data[:, 2:], iris.target  # (150, 2) 꽃잎 길이와 너비
names = ["세토사", "버시컬러", "버지니카"]

# %% units
model = DecisionTreeClassifier(max_depth=2, random_state=0).fit(X, y)
mm = DecisionTreeClassifier(max_depth=2, random_state=0).fit(X * [10, 1], y)  # 길이만 mm로
assert (model.predict(X) == mm.predict(X * [10, 1])).all()

# %% regions-plot
fig, axes = plt.subplots(
    1, 2, num="tree-regions", figsize=(7.8, 3.2), sharey=True, layout="constrained"
)
for ax, depth in zip(axes, (2, None)):
    tree = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(X, y)
    draw_regions(ax, tree.predict, X)
    draw_points(ax, X, y, names, size=12)
    title = "깊이 2" if depth else f"깊이를 막지 않음 (깊이 {tree.get_depth()})"
    ax.set(title=f"{title}: 잎 {tree.get_n_leaves()}개", xlabel="꽃잎 길이 (cm)")
axes[0].set_ylabel("꽃잎 너비 (cm)")
axes[0].legend(fontsize=8)

# %% depth
data, target = load_breast_cancer(return_X_y=True)
train, valid = {}, {}
for depth in (1, 2, 3, 4, 6, 8, 12):
    tree = DecisionTreeClassifier(max_depth=depth, random_state=0)
    scores = cross_validate(tree, data, target, cv=10, return_train_score=True)
    train[depth] = float(scores["train_score"].mean())
    valid[depth] = float(scores["test_score"].mean())
for depth in train:
    print(f"깊이 {depth}: 훈련 {train[depth]:.3f}, 검증 {valid[depth]:.3f}")
full_train, full_valid, best_valid = train[12], valid[12], max(valid.values())
best_depth = max(valid, key=valid.get)
assert full_train == 1 and full_valid < 0.95

# %% impurity-plot
fig, ax = plt.subplots(num="impurity-curves", figsize=(5.6, 3), layout="constrained")
p = np.linspace(1e-6, 1 - 1e-6, 301)
ax.plot(p, -(p * np.log2(p) + (1 - p) * np.log2(1 - p)), color="C1", label="엔트로피")
ax.plot(p, 1 - p**2 - (1 - p) ** 2, color="C0", label="지니")
ax.set(title="섞임은 반반일 때 가장 크다", xlabel="한 클래스의 비율 $p$", ylabel="불순도")
ax.legend(loc="lower center")
