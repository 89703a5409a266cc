"""서포트 벡터 머신: 마진이 가장 넓은 경계를 고른다.

주장: 힌지 손실을 손으로 줄여 얻은 경계가 sklearn의 SVC와 같다. 마진의 너비는 2/|w|이고 C를
    키우면 좁아진다. 부드러운 마진에서는 마진 안쪽의 점과 틀린 점까지 모두 서포트 벡터다.
출처: Cortes & Vapnik (1995); sklearn breast_cancer
"""

# %% setup
import numpy as np
from sklearn import svm
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
scaler = StandardScaler().fit(X_train)
X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
signs = 2 * y_train - 1  # 0, 1을 -1, +1로


# %% by-hand
def objective(w, b, C):
    # (426,) 마진을 지키지 못한 만큼
    hinge = np.maximum(0, 1 - signs * (X_train @ w + b))
    return w @ w / 2 + C * hinge.sum()


def descend(C, n_steps=4000):
    w, b = np.zeros(X_train.shape[1]), 0.0  # (30,)
    for step in range(n_steps):
        bad = signs * (X_train @ w + b) < 1  # 마진 안에 있거나 틀린 점
        rate = 0.5 / (step + 10)
        w = w - rate * (w - C * signs[bad] @ X_train[bad])
        b = b + rate * C * signs[bad].sum()
    return w, b


# %% same-as-sklearn
C = 0.01
w, b = descend(C)
model = svm.SVC(kernel="linear", C=C).fit(X_train, y_train)
ours, theirs = objective(w, b, C), objective(model.coef_[0], model.intercept_[0], C)
agree = float(np.mean((X_test @ w + b > 0) == (model.predict(X_test) == 1)))
accuracy = float(accuracy_score(y_test, model.predict(X_test)))
print(f"목적 함수: 손 {ours:.4f}, sklearn {theirs:.4f}, 같은 답 {agree:.0%}, 정확도 {accuracy:.3f}")
assert abs(ours / theirs - 1) < 1e-3 and agree == 1

# %% width
widths, counts = {}, {}
for C in (0.001, 0.01, 1, 100):
    model = svm.SVC(kernel="linear", C=C).fit(X_train, y_train)
    widths[C] = float(2 / np.linalg.norm(model.coef_))
    counts[C] = len(model.support_)
    print(f"C {C:g}: 너비 {widths[C]:.2f}, 서포트 벡터 {counts[C]}개")
widest, narrowest, most, fewest = widths[0.001], widths[100], counts[0.001], counts[100]
assert list(widths.values()) == sorted(widths.values(), reverse=True)
assert list(counts.values()) == sorted(counts.values(), reverse=True)

# %% who-supports
model = svm.SVC(kernel="linear", C=0.01, tol=1e-6).fit(X_train, y_train)
distance = signs * model.decision_function(X_train)  # 1이면 마진의 가장자리
is_support = np.isin(np.arange(len(signs)), model.support_)
n_edge = int((np.abs(distance[is_support] - 1) < 1e-3).sum())
n_inside = int(((distance < 1 - 1e-3) & (distance > 0)).sum())
n_wrong = int((distance < 0).sum())
print(f"가장자리 {n_edge}, 마진 안 {n_inside}, 틀린 쪽 {n_wrong}")
assert n_edge + n_inside + n_wrong == is_support.sum() == counts[0.01]
assert (distance[~is_support] >= 1 - 1e-3).all()
