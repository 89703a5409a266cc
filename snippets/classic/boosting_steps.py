"""계단을 더해 곡선을: 한 번만 묻는 나무 50그루가 사인을 그린다.

주장: 나무를 1, 10, 50그루 더하면 사인 곡선에 남은 오차가 차례로 줄어든다.
출처: Friedman (2001); 매듭의 실험
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.ensemble import GradientBoostingRegressor

x = np.linspace(-3, 3, 200)[:, None]  # (200, 1)
wave = np.sin(x[:, 0])

# %% steps
model = GradientBoostingRegressor(max_depth=1, n_estimators=50, random_state=0).fit(x, wave)
fits = list(model.staged_predict(x))  # 나무를 하나씩 더할 때마다의 예측
left_1, left_10, left_50 = (float(np.abs(wave - fits[k - 1]).mean()) for k in (1, 10, 50))
print(f"남은 오차 {left_1:.2f} -> {left_10:.2f} -> {left_50:.2f}")
assert left_1 > left_10 > left_50

# %% plot
fig, axes = plt.subplots(1, 3, num="boosting-steps", figsize=(8, 2.6), sharey=True)
for ax, k in zip(axes, (1, 10, 50)):
    ax.plot(x, wave, "k:", lw=1)
    ax.plot(x, fits[k - 1], "C0")
    ax.set(title=f"나무 {k}그루", xlabel="입력")
axes[0].set_ylabel("예측")
