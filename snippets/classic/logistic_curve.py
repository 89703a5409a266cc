"""직선과 S자 곡선: 0과 1을 맞히게 하면 직선은 밖으로 나간다.

주장: 특성 하나에서 직선은 0보다 작거나 1보다 큰 답을 내고, 로지스틱 회귀는 그 사이에 머문다.
    특성 둘에서 로지스틱 회귀의 경계는 직선이다.
출처: sklearn breast_cancer
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from regions import draw_points, plane
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.preprocessing import StandardScaler

cancer = load_breast_cancer()
names = list(cancer.feature_names)
X, malignant = cancer.data, (cancer.target == 0).astype(int)  # (569, 30), (569,)

# %% curve
radius = X[:, [names.index("worst radius")]]  # (569, 1)
grid = np.linspace(5, 40, 200)[:, None]  # (200, 1)
line = LinearRegression().fit(radius, malignant).predict(grid)
model = LogisticRegression().fit(radius, malignant)
curve = model.predict_proba(grid)[:, 1]
half = float(-model.intercept_[0] / model.coef_[0, 0])  # 확률이 절반인 반지름
print(f"확률이 절반인 반지름 {half:.1f}")
assert line.min() < 0 and line.max() > 1 and 0 < curve.min() < curve.max() < 1
assert abs(model.predict_proba([[half]])[0, 1] - 0.5) < 1e-9

# %% curve-plot
fig, ax = plt.subplots(num="logistic-s-curve", figsize=(7, 3.2), layout="constrained")
jitter = np.random.default_rng(0).uniform(-0.04, 0.04, len(radius))
ax.scatter(radius[:, 0], malignant + jitter, s=7, color="0.5", alpha=0.5)
ax.plot(grid, line, "--", color="C1", label="선형 회귀")
ax.plot(grid, curve, color="C0", label="로지스틱 회귀")
ax.axvline(half, color="0.5", linewidth=0.8)
ax.axhspan(1, 1.9, color="0.5", alpha=0.1, linewidth=0)
ax.axhspan(-0.6, 0, color="0.5", alpha=0.1, linewidth=0)
ax.set(title="확률일 수 없는 곳까지 가는 직선", xlabel="가장 큰 반지름", ylabel="악성일 확률")
ax.set(ylim=(-0.6, 1.9))
ax.legend()

# %% boundary-plot
columns = [names.index(c) for c in ("worst radius", "worst concave points")]
Z = StandardScaler().fit_transform(X[:, columns])  # (569, 2)
two = LogisticRegression().fit(Z, malignant)
fig, ax = plt.subplots(num="logistic-boundary", figsize=(5.8, 3.6), layout="constrained")
a, b = plane(Z)
p = two.predict_proba(np.column_stack([a.ravel(), b.ravel()]))[:, 1].reshape(a.shape)
image = ax.contourf(a, b, p, levels=np.linspace(0, 1, 11), cmap="RdBu_r", alpha=0.6)
ax.contour(a, b, p, levels=[0.5], colors="k")
draw_points(ax, Z, malignant, ["악성 아님", "악성"], size=10)
fig.colorbar(image, label="악성일 확률")
ax.set(title="경계는 직선이다", xlabel="가장 큰 반지름 (표준화)", ylabel="오목한 점 (표준화)")
ax.legend(fontsize=8, loc="lower right")
