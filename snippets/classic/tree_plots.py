"""결정 트리의 그림: 나무가 나눈 평면과 섞임의 두 곡선.

주장: 경계는 축에 나란하고, 특성의 단위를 바꾸어도 답이 같다. 깊이를 막지 않으면 다섯 번 나누어
    모두 훈련은 다 맞히는데 교차 검증의 정확도는 깊이 4보다 2%p 넘게 오르지 않는다.
출처: Breiman et al. (1984); sklearn iris, breast_cancer
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from regions import draw_points, draw_regions
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.model_selection import StratifiedKFold, cross_validate
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
n_splits, depths = 5, (1, 2, 4, 8, 12)


def judge(depth, seed, criterion="gini"):
    """열 겹 교차 검증의 훈련 정확도와 검증 정확도. 시드마다 겹을 다르게 나눈다."""
    tree = DecisionTreeClassifier(max_depth=depth, criterion=criterion, random_state=seed)
    folds = StratifiedKFold(10, shuffle=True, random_state=seed)
    scores = cross_validate(tree, data, target, cv=folds, return_train_score=True)
    return scores["train_score"].mean(), scores["test_score"].mean()


seeds = range(n_splits)
table = np.array([[judge(depth, seed) for seed in seeds] for depth in depths])  # (깊이, 나누기, 2)
for depth, (train, valid) in zip(depths, np.median(table, axis=1)):
    print(f"깊이 {depth}: 훈련 {train:.3f}, 검증 {valid:.3f} (다섯 번의 중앙값)")
one, four, full = (table[depths.index(depth)] for depth in (1, 4, 12))  # (나누기, 2)씩
one_valid, four_valid, full_valid = (float(np.median(t[:, 1])) for t in (one, four, full))
four_gap, full_gap = (float(np.median(t[:, 0] - t[:, 1])) for t in (four, full))
n_lower = int((full[:, 1] < four[:, 1]).sum())
by_entropy = np.array([judge(4, seed, "entropy")[1] for seed in seeds])
criterion_gap = float(abs(by_entropy - four[:, 1]).max())
print(f"깊이 12가 4보다 낮은 것 {n_lower}/{n_splits}, 엔트로피와의 차이 {criterion_gap:.3f} 이하")
assert (full[:, 0] == 1).all() and (four[:, 1] > one[:, 1] + 0.02).all()
assert (full[:, 1] < four[:, 1] + 0.02).all()
assert (full[:, 0] - full[:, 1] > four[:, 0] - four[:, 1] + 0.01).all()  # 틈은 벌어진다
assert criterion_gap < 0.02

# %% impurity-plot
fig, ax = plt.subplots(num="impurity-curves", figsize=(5.6, 3), layout="constrained")
p = np.linspace(1e-6, 1 - 1e-6, 301)
ax.plot(p, -(p * np.log2(p) + (1 - p) * np.log2(1 - p)), color="C1", label="엔트로피")
ax.plot(p, 1 - p**2 - (1 - p) ** 2, color="C0", label="지니")
ax.set(title="섞임은 반반일 때 가장 크다", xlabel="한 클래스의 비율 $p$", ylabel="불순도")
ax.legend(loc="lower center")
