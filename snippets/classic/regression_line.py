"""회귀선은 특성이 하나일 때만 선으로 그려진다.

주장: 특성 하나면 기울기가 공분산/분산이고 평균의 점을 지난다. 특성이 여럿이면 예측을 한 특성에
    대해 그린 것은 선이 아니므로, 정답과 예측을 견주는 그림을 그린다.
출처: Efron et al. (2004) diabetes
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

data = load_diabetes(scaled=False)
X_train, X_test, y_train, y_test = train_test_split(data.data, data.target, random_state=0)
bmi = data.feature_names.index("bmi")

# %% one-feature
x = X_train[:, bmi]  # (331,)
slope = float(((x - x.mean()) * (y_train - y_train.mean())).sum() / ((x - x.mean()) ** 2).sum())
intercept = float(y_train.mean() - slope * x.mean())
line = LinearRegression().fit(x[:, None], y_train)
print(f"예측 = {slope:.2f} * 체질량 지수 + ({intercept:.1f})")
assert np.isclose(slope, line.coef_[0]) and np.isclose(intercept, line.intercept_)

# %% plot
full = LinearRegression().fit(X_train, y_train)
y_pred = full.predict(X_test)
fig, axes = plt.subplots(1, 2, num="regression-line", figsize=(7.8, 3.3), layout="constrained")
x_test = X_test[:, bmi]
fitted = slope * x_test + intercept
axes[0].vlines(x_test, fitted, y_test, color="C1", alpha=0.4, linewidth=0.8)
axes[0].plot(x_test, y_test, "o", ms=3.5, color="C0")
ends = np.array([x_test.min(), x_test.max()])
axes[0].plot(ends, slope * ends + intercept, color="k")
axes[0].set(title="특성 하나: 회귀선과 잔차", xlabel="체질량 지수", ylabel="진행 정도")
axes[1].plot(y_pred, y_test, "o", ms=3.5, color="C0")
axes[1].plot([30, 320], [30, 320], color="0.5", linestyle="--")
axes[1].set(title="특성 열: 예측과 정답", xlabel="예측", ylabel="정답", aspect="equal")

# %% not-a-line
order = X_test[:, bmi].argsort()
steps = np.sign(np.diff(y_pred[order]))
n_turns = int((steps[1:] != steps[:-1]).sum())
print(f"체질량 지수 차례로 늘어놓은 예측이 {n_turns}번 꺾인다")
assert n_turns > 50
