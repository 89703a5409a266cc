"""퍼셉트론: 틀릴 때만 가중치를 고치는 뉴런 하나.

주장: 퍼셉트론 규칙은 AND와 OR을 정확히 배우고 XOR은 끝내 배우지 못한다. 선형으로 갈리는
    붓꽃에서는 고친 횟수가 노비코프의 한계를 넘지 않는다. 손으로 쓴 규칙은 sklearn의
    Perceptron과 같은 가중치에 이른다.
출처: McCulloch & Pitts (1943); Rosenblatt (1958); Novikoff (1962); sklearn iris
"""

# %% setup
import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import Perceptron
from sklearn.svm import SVC

inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])  # (4, 2)
gates = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "XOR": [0, 1, 1, 0]}


# %% rule
def learn(X, y, n_epochs=100):
    signs = 2 * np.asarray(y) - 1  # 0과 1을 -1과 +1로
    w, b, n_fixes, epoch, before = np.zeros(X.shape[1]), 0.0, 0, 0, -1
    # 한 바퀴 동안 고칠 것이 없으면 멈춘다
    while before != n_fixes and epoch < n_epochs:
        epoch, before = epoch + 1, n_fixes
        for x, s in zip(X, signs):
            if s * (w @ x + b) <= 0:  # 틀렸거나 경계 위에 있으면
                w, b, n_fixes = w + s * x, b + s, n_fixes + 1  # 정답 쪽으로 당긴다
    return w, b, epoch, n_fixes


# %% gates
results = {}
for name, targets in gates.items():
    w, b, epoch, n_fixes = learn(inputs, targets)
    hits = float(np.mean((inputs @ w + b > 0) == targets))
    results[name] = hits, epoch
    print(f"{name}: w = {w.astype(int)}, b = {b:.0f}, {epoch}바퀴, 맞힌 비율 {hits:.2f}")
and_epochs, or_epochs = results["AND"][1], results["OR"][1]
xor_hits, xor_epochs = results["XOR"]
assert results["AND"][0] == results["OR"][0] == 1
assert xor_hits < 1 and xor_epochs == 100  # 끝까지 멈추지 않았다

# %% real-inputs
# 꽃받침과 꽃잎의 길이는 0과 1이 아니라 실수다.
iris = load_iris()
X, y = iris.data[:100, [0, 2]], iris.target[:100]  # (100, 2) 세토사와 버시컬러
w, b, epoch, n_fixes = learn(X, y)
print(f"{epoch}바퀴, {n_fixes}번 고침")
assert np.array_equal(X @ w + b > 0, y == 1)
model = Perceptron(shuffle=False, tol=None, max_iter=100).fit(X, y)
assert np.allclose(model.coef_[0], w) and np.isclose(model.intercept_[0], b)

# %% bound
# 고친 횟수는 (R/m)^2을 넘지 않는다.
# R은 끝에 1을 붙인 입력의 가장 긴 길이, m은 원점을 지나는 가장 넓은 경계에서 가장 가까운
# 입력까지의 거리다. (100, 3) 모두 + 쪽으로 뒤집었다.
Z = np.column_stack([X, np.ones(100)]) * (2 * y - 1)[:, None]
svm = SVC(kernel="linear", C=1e6).fit(np.vstack([Z, -Z]), np.repeat([1, -1], 100))
widest = svm.coef_[0]
margin = (Z @ widest).min() / np.linalg.norm(widest)
bound = float((np.linalg.norm(Z, axis=1).max() / margin) ** 2)
print(f"고친 횟수 {n_fixes} <= 한계 {bound:.0f}")
assert margin > 0 and n_fixes <= bound
