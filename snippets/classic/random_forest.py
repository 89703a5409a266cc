"""랜덤 포레스트: 조금씩 다른 나무 여럿의 답을 평균해 흔들림을 줄인다.

주장: 손글씨를 다섯 번 나누어 모두, 되넣으며 뽑은 표본으로 키운 나무 40그루의 시험 정확도가 한
    그루보다 높고, 마디마다 특성을 8개씩만 살펴보면 나무끼리 덜 닮아 더 높다.
출처: Breiman (2001); Hastie et al. (2009) 15.2절; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

X, y = load_digits(return_X_y=True)
seeds, n_trees = range(5), 40
splits = [train_test_split(X, y, test_size=0.5, random_state=seed) for seed in seeds]


# %% grow
def grow(X, y, n_features, seed):
    """표본을 되넣으며 뽑아 나무를 키운다. 마디마다 특성을 n_features개만 살펴본다."""
    rng, trees = np.random.default_rng(seed), []
    for _ in range(n_trees):
        rows = rng.integers(len(X), size=len(X))
        tree = DecisionTreeClassifier(max_features=n_features, random_state=int(rng.integers(1e9)))
        trees.append(tree.fit(X[rows], y[rows]))
    return trees


def running_scores(trees, X, y):
    """나무를 하나씩 더하며 평균한 확률의 정확도."""
    chance = np.cumsum([tree.predict_proba(X) for tree in trees], axis=0)  # (나무, N, 10)
    return (chance.argmax(2) == y).mean(1)


# %% alike
def alike(trees, X):
    """나무 둘을 골랐을 때 답이 같은 몫."""
    votes = sum(np.eye(10)[tree.predict(X).astype(int)] for tree in trees)  # (N, 10) 답마다의 표
    return float((votes * (votes - 1)).sum(1).mean() / (n_trees * (n_trees - 1)))


# %% compare
curves, likeness = {}, {}
for name, k in (("특성 모두", None), ("특성 8개씩", 8)):
    forests = [grow(s[0], s[2], k, seed) for seed, s in enumerate(splits)]
    curves[name] = np.array([running_scores(f, s[1], s[3]) for f, s in zip(forests, splits)])
    likeness[name] = [alike(f, s[1]) for f, s in zip(forests, splits)]
tree = DecisionTreeClassifier(random_state=0)
alone = np.array([tree.fit(*s[::2]).score(*s[1::2]) for s in splits])  # (5,)
bagged, forest = (curve[:, -1] for curve in curves.values())  # (5,), (5,)
one, bag, many = (float(np.median(v)) for v in (alone, bagged, forest))
bag_alike, forest_alike = (float(np.median(v)) for v in likeness.values())
print(f"한 그루 {one:.3f}, 특성 모두 {bag:.3f}, 특성 8개씩 {many:.3f}")
print(f"나무 둘의 답이 같은 몫 {bag_alike:.2f} -> {forest_alike:.2f}")
assert (bagged > alone).all() and (forest > bagged).all()
assert all(b > f for b, f in zip(*likeness.values()))

# %% plot
fig, ax = plt.subplots(num="trees-added", figsize=(6.5, 3.2), layout="constrained")
for (name, curve), style in zip(curves.items(), ("C1--", "C0-")):
    for seed in seeds:
        ax.plot(range(1, n_trees + 1), curve[seed], style, lw=1, label=name if seed == 0 else None)
ax.set(title="나무를 더하면: 다섯 번 나눈 시험 정확도", xlabel="나무의 수", ylabel="정확도")
ax.legend()
