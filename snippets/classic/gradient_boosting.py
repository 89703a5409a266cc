"""부스팅: 앞의 나무들이 남긴 오차를 다음의 얕은 나무가 맞힌다.

주장: 남은 오차에 얕은 나무를 맞추기를 되풀이한 것이 sklearn의 GradientBoostingRegressor와 같다.
    당뇨 데이터를 다섯 번 나누어 모두, 나무를 계속 더하면 훈련 오차는 줄기만 하고 시험 오차는 다시
    커진다.
출처: Friedman (2001); sklearn diabetes
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor

X, y = load_diabetes(return_X_y=True)
seeds, n_trees = range(5), 300
splits = [train_test_split(X, y, test_size=0.4, random_state=seed) for seed in seeds]


# %% boost
def boost(X, y, n_trees, lr=0.1, depth=3):
    guess, trees = np.full(len(y), y.mean()), []
    for _ in range(n_trees):
        tree = DecisionTreeRegressor(max_depth=depth, random_state=0)
        trees.append(tree.fit(X, y - guess))  # 남은 오차가 이번의 정답이다
        guess = guess + lr * tree.predict(X)
    return y.mean(), trees


def stages(first, trees, X, lr=0.1):
    """나무를 하나씩 더할 때마다의 예측 (나무, N)."""
    return first + lr * np.cumsum([tree.predict(X) for tree in trees], axis=0)


# %% same-as-sklearn
X_train, X_test, y_train, y_test = splits[0]
mine = stages(*boost(X_train, y_train, 20), X_train)[-1]
library = GradientBoostingRegressor(n_estimators=20, random_state=0)
gap = float(np.abs(mine - library.fit(X_train, y_train).predict(X_train)).max())
print(f"예측의 가장 큰 차이 {gap:.0e}")
assert gap < 1e-9

# %% curves
train_error, test_error = [], []
for X_train, X_test, y_train, y_test in splits:
    model = boost(X_train, y_train, n_trees)
    train_error.append(np.sqrt(((stages(*model, X_train) - y_train) ** 2).mean(1)))
    test_error.append(np.sqrt(((stages(*model, X_test) - y_test) ** 2).mean(1)))
train_error, test_error = np.array(train_error), np.array(test_error)  # (5, 300)
best_at = test_error.argmin(1) + 1
first_best, last_best = int(best_at.min()), int(best_at.max())
at_best, at_end = (float(np.median(v)) for v in (test_error.min(1), test_error[:, -1]))
train_end = float(np.median(train_error[:, -1]))
print(f"가장 좋은 나무 수 {sorted(best_at.tolist())}, 시험 RMSE {at_best:.1f} -> {at_end:.1f}")
assert (np.diff(train_error) < 0).all() and (test_error[:, -1] > test_error.min(1) + 2).all()
assert last_best < n_trees / 2

# %% plot
fig, ax = plt.subplots(num="boosting-error", figsize=(6.5, 3.2), layout="constrained")
for seed in seeds:
    ax.plot(train_error[seed], "C0--", lw=1, label="훈련" if seed == 0 else None)
    ax.plot(test_error[seed], "C1-", lw=1, label="시험" if seed == 0 else None)
    ax.plot(best_at[seed] - 1, test_error[seed].min(), "C1o", ms=4)
ax.set(title="나무를 더하면: 다섯 번 나눈 RMSE", xlabel="나무의 수", ylabel="RMSE")
ax.legend()
