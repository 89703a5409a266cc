"""결정 트리: 한 번에 한 특성을 물어 섞임을 줄여 간다.

주장: 지니와 엔트로피는 반반일 때 가장 크다. 붓꽃의 뿌리에서 가장 좋은 질문은 지니를 2/3에서
    1/3로 줄이고, 손으로 쓴 나무의 답은 sklearn의 나무와 같다.
출처: Breiman et al. (1984); sklearn iris
"""

# %% setup
import numpy as np
from sklearn.datasets import load_iris
from sklearn.tree import DecisionTreeClassifier, export_text

iris = load_iris()
X, y = iris.data, iris.target  # (150, 4), (150,)


# %% impurity
def gini(y):
    p = np.unique(y, return_counts=True)[1] / len(y)
    return float(1 - (p**2).sum())


def entropy(y):
    p = np.unique(y, return_counts=True)[1] / len(y)
    return float(-(p * np.log2(p)).sum())


half_gini, half_entropy, root_gini = gini([0, 1]), entropy([0, 1]), gini(y)
print(f"반반: 지니 {half_gini}, 엔트로피 {half_entropy}, 붓꽃 뿌리: 지니 {root_gini:.3f}")
assert (half_gini, half_entropy, gini([1, 1])) == (0.5, 1.0, 0.0)


# %% best-split
def best_split(X, y):
    """나눈 뒤의 지니가 가장 작은 (지니, 특성, 문턱)을 찾는다."""
    found = []
    for j in range(X.shape[1]):
        values = np.unique(X[:, j])
        for cut in (values[:-1] + values[1:]) / 2:  # 이웃한 값의 가운데만 보면 된다
            yes = X[:, j] <= cut
            found.append((yes.mean() * gini(y[yes]) + (~yes).mean() * gini(y[~yes]), j, cut))
    return min(found)


split_gini, feature, cut = best_split(X, y)
print(f"{iris.feature_names[feature]} <= {cut:.2f}: 지니 {root_gini:.3f} -> {split_gini:.3f}")
assert abs(root_gini - 2 / 3) < 1e-12 and abs(split_gini - 1 / 3) < 1e-12


# %% grow
def grow(X, y, depth):
    if depth == 0 or gini(y) == 0:
        return int(np.bincount(y).argmax())  # 잎: 가장 많은 클래스
    _, j, cut = best_split(X, y)
    yes = X[:, j] <= cut
    return j, cut, grow(X[yes], y[yes], depth - 1), grow(X[~yes], y[~yes], depth - 1)


def answer(node, x):
    while isinstance(node, tuple):
        j, cut, left, right = node
        node = left if x[j] <= cut else right
    return node


# %% same-as-sklearn
model = DecisionTreeClassifier(max_depth=2, random_state=0).fit(X, y)
mine = np.array([answer(grow(X, y, 2), x) for x in X])
n_wrong = int((mine != y).sum())
print(f"질문 두 번으로 {len(y)}송이 가운데 {n_wrong}송이를 틀린다")
assert (mine == model.predict(X)).all()
assert abs(model.tree_.impurity[0] - root_gini) < 1e-12
root = DecisionTreeClassifier(criterion="entropy").fit(X, y).tree_.impurity[0]
assert abs(root - entropy(y)) < 1e-12

# %% toy
things, questions = ["자동차", "자전거", "참새", "사람"], ["바퀴", "엔진", "날개"]
facts = [[1, 1, 0], [1, 0, 0], [0, 0, 1], [0, 0, 0]]
toy = DecisionTreeClassifier(criterion="entropy", random_state=0).fit(facts, things)
print(export_text(toy, feature_names=questions, decimals=1))
assert toy.score(facts, things) == 1 and toy.get_depth() == 2
assert questions[toy.tree_.feature[0]] == "바퀴"
