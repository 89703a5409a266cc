"""로지스틱 회귀: 선형식에 시그모이드를 씌워 클래스의 확률을 낸다.

주장: 크로스 엔트로피를 경사 하강법으로 줄여 얻은 계수가 sklearn과 같다. predict_proba는 0과 1
    사이이고 0과 1을 맞히게 한 선형 회귀는 그 밖으로 나간다. 표준화하지 않으면 기본 설정으로
    수렴하지 않는다.
출처: Cox (1958); sklearn breast_cancer, digits
"""

# %% setup
import warnings

import numpy as np
from scipy.special import softmax
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
scaler = StandardScaler().fit(X_train)
Z_train, Z_test = scaler.transform(X_train), scaler.transform(X_test)

# %% by-hand
w, b = np.zeros(Z_train.shape[1]), 0.0  # (30,)
for _ in range(3000):
    p = 1 / (1 + np.exp(-(Z_train @ w + b)))  # (426,) 시그모이드를 씌운 확률
    error = p - y_train  # 크로스 엔트로피의 기울기는 예측에서 정답을 뺀 값
    w -= 0.005 * (Z_train.T @ error + w)  # + w는 sklearn이 기본으로 넣는 L2 벌점(C = 1)
    b -= 0.005 * error.sum()

# %% same-as-sklearn
model = LogisticRegression(tol=1e-8, max_iter=1000).fit(Z_train, y_train)
gap = float(np.abs(w - model.coef_[0]).max())
accuracy = float(model.score(Z_test, y_test))
print(f"계수의 가장 큰 차이 {gap:.0e}, 시험 정확도 {accuracy:.3f}")
assert gap < 1e-3 and abs(b - model.intercept_[0]) < 1e-3

# %% three-outputs
score = model.decision_function(Z_test)  # (143,) 선형식의 값
probability = model.predict_proba(Z_test)[:, 1]  # (143,) 클래스 1의 확률
label = model.predict(Z_test)  # (143,) 클래스
print(score[:3].round(2), probability[:3].round(3), label[:3])
assert np.allclose(probability, 1 / (1 + np.exp(-score)))
assert ((probability > 0) & (probability < 1)).all()
assert np.array_equal(label, probability > 0.5) and np.array_equal(label, score > 0)

# %% linear-leaves
line = LinearRegression().fit(X, y).predict(X)
line_low, line_high = float(line.min()), float(line.max())
print(f"선형 회귀의 예측: {line_low:.2f}에서 {line_high:.2f}까지")
assert line_low < -0.5 and line_high > 1.4

# %% odds
odds = probability / (1 - probability)
step = np.eye(30)[0]  # 첫 특성만 표준편차 하나만큼 올린다
raised = model.predict_proba(Z_test + step)[:, 1]
ratio = (raised / (1 - raised)) / odds
first_ratio = float(np.exp(model.coef_[0, 0]))
print(f"오즈가 모두 {first_ratio:.3f}배")
assert np.allclose(ratio, first_ratio)  # 어느 표본에서나 같은 배수

# %% convergence
digits, digit = load_digits(return_X_y=True)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    raw = LogisticRegression().fit(digits, digit)
n_raw = sum(issubclass(c.category, ConvergenceWarning) for c in caught)
with warnings.catch_warnings():
    warnings.simplefilter("error")  # 경고가 나면 오류로
    tame = LogisticRegression().fit(digits / 16, digit)
print("원래 픽셀의 경고:", n_raw, "16으로 나눈 뒤 걸음:", tame.n_iter_.max())
assert n_raw == 1 and raw.n_iter_.max() == 100 > tame.n_iter_.max()

# %% many-classes
scores = tame.decision_function(digits[:5] / 16)  # (5, 10)
assert np.allclose(softmax(scores, axis=1), tame.predict_proba(digits[:5] / 16))
