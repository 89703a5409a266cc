"""선형 회귀: 오차의 제곱합이 가장 작은 가중치를 식 하나로 구한다.

주장: 정규 방정식, LinearRegression, 경사 하강법이 같은 답에 이른다. 잔차는 모든 특성과 직교하고
    합이 0이다.
출처: Legendre (1805), Gauss (1809); Efron et al. (2004) diabetes
"""

# %% setup
import numpy as np
import pandas as pd
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import train_test_split

X, y = load_diabetes(return_X_y=True, as_frame=True)  # (442, 10), (442,)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
spread = X_train.std()  # 훈련 표본에서만 구한 표준편차
X_train, X_test = X_train / spread, X_test / spread

# %% normal-equation
# (331, 11) 첫 열의 1이 편향의 자리
A = np.column_stack([np.ones(len(X_train)), X_train])
beta = np.linalg.solve(A.T @ A, A.T @ y_train)  # (11,)
regressor = LinearRegression().fit(X_train, y_train)
assert np.allclose(beta[1:], regressor.coef_) and np.isclose(beta[0], regressor.intercept_)
assert np.allclose(beta, np.linalg.lstsq(A, y_train)[0])  # A에서 바로 풀어도 같다
condition, condition_squared = np.linalg.cond(A), np.linalg.cond(A.T @ A)
print(f"조건수: A {condition:.0f}, A^T A {condition_squared:.0f}")
assert np.isclose(condition_squared, condition**2)

# %% gradient-descent
w, n = np.zeros(11), len(A)
largest = np.linalg.eigvalsh(A.T @ A / n).max()  # 평균 제곱 오차의 절반의 굽은 정도
for _ in range(20000):
    w -= (1 / largest) * A.T @ (A @ w - y_train) / n
gap = float(np.abs(w - beta).max())
print(f"정규 방정식과의 차이 {gap:.0e}")
assert gap < 1e-6

# %% residuals
residual = y_train - A @ beta  # (331,)
print("잔차의 합:", abs(round(residual.sum(), 6)))
assert np.allclose(A.T @ residual, 0, atol=1e-6)  # 특성으로 더 설명할 것이 남지 않았다

# %% table
y_pred = regressor.predict(X_test)
df = pd.DataFrame({"Actual": y_test.to_numpy(), "Predicted": y_pred.round(1)})
df.head()

# %% score
rmse = mean_squared_error(y_test, y_pred) ** 0.5
naive = float(np.sqrt(np.mean((y_test - y_train.mean()) ** 2)))  # 늘 평균이라고 답할 때
r2 = r2_score(y_test, y_pred)
print(f"RMSE {rmse:.1f}, 평균만 답하면 {naive:.1f}, 결정 계수 {r2:.2f}")
assert rmse < 0.85 * naive and 0.3 < r2 < 0.6
by_hand = 1 - ((y_test - y_pred) ** 2).sum() / ((y_test - y_test.mean()) ** 2).sum()
assert abs(r2 - by_hand) < 1e-12

# %% shared-credit
# s1(총콜레스테롤)과 s2(나쁜 콜레스테롤)는 거의 함께 움직인다.
together = float(np.corrcoef(X_train["s1"], X_train["s2"])[0, 1])
with_both = float(regressor.coef_[X.columns.get_loc("s1")])
rest = X_train.drop(columns="s2")
alone = float(LinearRegression().fit(rest, y_train).coef_[rest.columns.get_loc("s1")])
print(f"상관 {together:.2f}, s1의 계수: 둘 다 {with_both:.1f}, s2를 빼면 {alone:.1f}")
assert together > 0.85 and abs(with_both) > 2 * abs(alone)

# %% no-flatten
try:
    y_test.flatten()
    error = None
except AttributeError as caught:
    error = caught
    print(type(error).__name__, error)
assert error is not None and y_test.to_numpy().shape == (111,)

# %% no-boston
try:
    from sklearn.datasets import load_boston  # noqa: F401

    removed = False
except ImportError as caught:
    removed = True
    print(type(caught).__name__, str(caught).strip().splitlines()[0])
assert removed
