"""표본이 적을 때의 벌금: 훈련 표본을 나누어 세기를 고른 릿지가 시험 오차를 줄인다.

주장: 당뇨 데이터에서 표본 40개와 특성 65개(제곱과 곱)로 배우면 스무 번 모두 벌금 없는 선형 회귀의
    시험 RMSE가 늘 평균이라고 답하는 것보다 크고, 교차 검증으로 세기를 고른 릿지와 라쏘는 그보다
    작다.
출처: Hastie et al. (2009) 3.4절; sklearn diabetes
"""

# %% setup
import warnings

import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LassoCV, LinearRegression, RidgeCV
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

warnings.simplefilter("ignore", ConvergenceWarning)
X, y = load_diabetes(return_X_y=True)
n_splits, n_train = 20, 40


# %% score
def rmse(model, seed):
    X_train, X_test, y_train, y_test = train_test_split(X, y, train_size=n_train, random_state=seed)
    squares = PolynomialFeatures(2, include_bias=False)
    whole = make_pipeline(StandardScaler(), squares, StandardScaler(), model).fit(X_train, y_train)
    naive = np.sqrt(np.mean((y_test - y_train.mean()) ** 2))
    return np.sqrt(np.mean((y_test - whole.predict(X_test)) ** 2)), naive


# %% compare
models = {
    "벌금 없음": LinearRegression(),
    "릿지": RidgeCV(alphas=np.geomspace(1, 1e4, 17)),
    "라쏘": LassoCV(alphas=np.geomspace(1, 40, 12), cv=5, max_iter=2000),
}
runs = {k: np.array([rmse(m, s) for s in range(n_splits)]) for k, m in models.items()}
middle = {name: float(np.median(run[:, 0])) for name, run in runs.items()}
plain, by_ridge, by_lasso = middle.values()
naive = float(np.median(runs["릿지"][:, 1]))
for name, run in runs.items():
    print(f"{name}: {middle[name]:.0f} ({run[:, 0].min():.0f}~{run[:, 0].max():.0f})")
n_ridge_wins = int((runs["릿지"][:, 0] < runs["벌금 없음"][:, 0]).sum())
n_lasso_wins = int((runs["라쏘"][:, 0] < runs["벌금 없음"][:, 0]).sum())
print(f"늘 평균: {naive:.0f}, 릿지가 나은 것 {n_ridge_wins}번, 라쏘가 나은 것 {n_lasso_wins}번")

assert n_ridge_wins == n_lasso_wins == n_splits
assert (runs["벌금 없음"][:, 0] > runs["벌금 없음"][:, 1]).all()
assert (runs["릿지"][:, 0] < runs["릿지"][:, 1]).all()
assert (runs["라쏘"][:, 0] < runs["라쏘"][:, 1]).all()

# %% unstable
# 표본을 다시 뽑으며 라쏘가 남긴 특성을 센다.
Z = StandardScaler().fit_transform(X)
kept = np.zeros(X.shape[1], int)
for seed in range(n_splits):
    rows = np.random.default_rng(seed).integers(len(y), size=len(y))
    kept += LassoCV(alphas=[2.0], cv=2).fit(Z[rows], y[rows]).coef_ != 0
n_wavering = int(((kept > 0) & (kept < n_splits)).sum())
times = dict(zip(load_diabetes().feature_names, kept.tolist()))
print(times)
shared = float(np.corrcoef(X[:, 4], X[:, 5])[0, 1])  # s1과 s2, 두 콜레스테롤
assert n_wavering >= 4 and shared > 0.85

# %% units
# 한 특성의 단위를 바꾼다: 벌금이 없으면 예측이 같고, 있으면 달라진다.
W = Z.copy()
W[:, 2] /= 100
gaps = {}
for name, model in {"벌금 없음": LinearRegression(), "릿지": RidgeCV(alphas=[10.0])}.items():
    gaps[name] = float(np.abs(model.fit(Z, y).predict(Z) - model.fit(W, y).predict(W)).max())
plain_gap, ridge_gap = gaps.values()
print({name: f"{gap:.0e}" for name, gap in gaps.items()})
assert plain_gap < 1e-9 and ridge_gap > 10
