"""붓꽃의 나무를 그린다: 마디마다 질문, 지니, 품종의 수.

주장: 첫 질문이 세토사를 떼어 내고, 둘째 질문이 나머지 둘을 가른다. 마디의 지니를 무게를 두어
    더한 값은 내려갈수록 준다.
출처: Breiman et al. (1984); sklearn iris
"""

# %% setup
import matplotlib.pyplot as plt
from sklearn.datasets import load_iris
from sklearn.tree import DecisionTreeClassifier

iris = load_iris()
X, y = iris.data[:, 2:], iris.target  # (150, 2) 꽃잎 길이와 너비
tree = DecisionTreeClassifier(max_depth=2, random_state=2).fit(X, y).tree_
questions, names = ["꽃잎 길이", "꽃잎 너비"], ["세토사", "버시컬러", "버지니카"]

# %% purer
share = tree.n_node_samples / len(y)
leaves = tree.children_left == -1
levels = [
    float(tree.impurity[0]),
    float((share * tree.impurity)[[1, tree.children_right[0]]].sum()),
    float((share * tree.impurity)[leaves].sum()),
]
print([round(v, 3) for v in levels])  # 뿌리, 질문 한 번, 질문 두 번
assert levels == sorted(levels, reverse=True) and tree.impurity[1] == 0  # 왼쪽 잎은 순수하다
assert ((X[:, 0] <= 2.45) == (X[:, 1] <= 0.8)).all()  # 두 질문은 같은 꽃을 떼어 낸다

# %% tree-plot
fig, ax = plt.subplots(num="tree-iris", figsize=(7, 4), layout="constrained")


def draw(node, x, y, reach):
    counts = (tree.value[node][0] * tree.n_node_samples[node]).round().astype(int)
    color = f"C{counts.argmax()}" if leaves[node] else "0.5"
    if leaves[node]:
        title = names[counts.argmax()]
    else:
        title = f"{questions[tree.feature[node]]} $\\leq$ {tree.threshold[node]:.2f}?"
        ends = (tree.children_left[node], -1, "예"), (tree.children_right[node], 1, "아니요")
        for child, side, answer in ends:
            ax.plot([x, x + side * reach], [y, y - 1], color="0.6", zorder=0)
            ax.text(x + side * reach * 0.5 + side * 0.12, y - 0.42, answer, ha="center", fontsize=9)
            draw(child, x + side * reach, y - 1, reach / 2)
    text = f"{title}\n지니 {tree.impurity[node]:.3f}\n{counts[0]} / {counts[1]} / {counts[2]}송이"
    frame = {"boxstyle": "round", "facecolor": "w", "edgecolor": color, "linewidth": 1.5}
    ax.text(x, y, text, ha="center", va="center", fontsize=8.5, linespacing=1.5, bbox=frame)


draw(0, 0, 0, 1)
ax.set(xlim=(-1.5, 2), ylim=(-2.35, 0.35), title="품종의 수는 세토사 / 버시컬러 / 버지니카의 차례")
ax.axis("off")
