"""릿지와 라쏘: 오차의 제곱합에 가중치의 크기를 벌금으로 더한다.

주장: 릿지는 방정식 하나로, 라쏘는 가중치를 하나씩 돌아가며 풀어 sklearn과 같은 답을 얻는다.
    벌금을 키우면 릿지의 가중치는 0에 다가가되 0이 되지 않고, 라쏘의 가중치는 차례로 꼭 0이 된다.
출처: Hoerl & Kennard (1970); Tibshirani (1996); sklearn diabetes
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso, LinearRegression, Ridge

data = load_diabetes(scaled=False)
X = (data.data - data.data.mean(0)) / data.data.std(0)  # (442, 10) 표준화한 특성
y = data.target - data.target.mean()  # (442,) 평균을 뺐으므로 편향이 필요 없다
n, d = X.shape


# %% ridge
def ridge(X, y, strength):
    return np.linalg.solve(X.T @ X + strength * np.eye(X.shape[1]), X.T @ y)  # (d,)


# %% lasso
def lasso(X, y, strength, n_rounds=300):
    w = np.zeros(X.shape[1])
    for _ in range(n_rounds):
        for j, x in enumerate(X.T):  # 한 번에 하나씩, 나머지는 붙들어 둔다
            pull = x @ (y - X @ w + x * w[j]) / len(y)
            w[j] = np.sign(pull) * max(abs(pull) - strength, 0) / (x @ x / len(y))
    return w


# %% same-as-sklearn
plain = LinearRegression(fit_intercept=False).fit(X, y).coef_
by_ridge, by_lasso = ridge(X, y, 100.0), lasso(X, y, 5.0)
assert np.allclose(by_ridge, Ridge(alpha=100, fit_intercept=False).fit(X, y).coef_)
library = Lasso(alpha=5, fit_intercept=False, tol=1e-10, max_iter=10000).fit(X, y).coef_
assert np.allclose(by_lasso, library, atol=1e-6)
sizes = [float(np.abs(w).sum()) for w in (plain, by_ridge, by_lasso)]
zeros = [int((w == 0).sum()) for w in (plain, by_ridge, by_lasso)]
plain_size, ridge_size, lasso_size = sizes
ridge_zeros, lasso_zeros = zeros[1:]
print("크기의 합", [f"{s:.0f}" for s in sizes], "0인 가중치", zeros)
assert max(ridge_size, lasso_size) < plain_size and zeros[:2] == [0, 0] and lasso_zeros > 3

# %% path
strengths = np.geomspace(0.01, 40, 40)
ridge_path = np.array([ridge(X, y, n * s) for s in strengths])  # (40, 10)
lasso_path = np.array([Lasso(alpha=s, fit_intercept=False).fit(X, y).coef_ for s in strengths])
assert (ridge_path != 0).all()
n_left = (lasso_path != 0).sum(1)
assert n_left[0] == d and n_left[-1] < 3

# %% path-plot
fig, axes = plt.subplots(1, 2, num="penalty-path", figsize=(8, 3.2), sharey=True)
for ax, path, name in zip(axes, (ridge_path, lasso_path), ("릿지", "라쏘")):
    ax.semilogx(strengths, path, lw=1)
    ax.set(title=f"{name}: 특성마다의 가중치", xlabel="벌금의 세기")
axes[0].set_ylabel("가중치")
