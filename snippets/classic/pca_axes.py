"""주성분의 방향: 그림자의 분산이 가장 큰 축.

주장: 방향을 한 바퀴 돌려 보면 그림자의 분산은 첫 주성분에서 가장 크고 둘째 주성분에서 가장
    작다.
출처: sklearn iris, digits
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits, load_iris
from sklearn.decomposition import PCA

X = load_iris().data[:, [0, 2]]  # (150, 2) 꽃받침 길이와 꽃잎 길이
X = X - X.mean(axis=0)
pca = PCA().fit(X)

# %% turn
angles = np.linspace(0, np.pi, 361)
directions = np.column_stack([np.cos(angles), np.sin(angles)])  # (361, 2)
shadow = (X @ directions.T).var(axis=0, ddof=1)  # (361,) 방향마다 그림자의 분산
best, worst = directions[shadow.argmax()], directions[shadow.argmin()]
largest, smallest = float(shadow.max()), float(shadow.min())
print(f"가장 큰 분산 {largest:.2f}, 가장 작은 분산 {smallest:.2f}")
assert abs(best @ pca.components_[0]) > 0.9999 and abs(worst @ pca.components_[1]) > 0.9999
assert np.allclose([largest, smallest], pca.explained_variance_, rtol=1e-3)

# %% axes-plot
fig, axes = plt.subplots(1, 2, num="pca-axes", figsize=(7.8, 3.4), layout="constrained")
axes[0].scatter(*X.T, s=10, color="0.5")
for k, (way, variance) in enumerate(zip(pca.components_, pca.explained_variance_)):
    tip = 2 * np.sqrt(variance) * way
    axes[0].annotate("", tip, (0, 0), arrowprops={"arrowstyle": "->", "color": f"C{k}", "lw": 2})
    axes[0].text(*(tip + 0.9 * way), f"주성분 {k + 1}", color=f"C{k}", ha="center", va="center")
axes[0].set(title="퍼진 방향", xlabel="꽃받침 길이", ylabel="꽃잎 길이", aspect="equal")
axes[0].set(xlim=(-4, 4), ylim=(-3.8, 5.2))
axes[1].plot(np.degrees(angles), shadow, color="k")
for k, way in enumerate(pca.components_):
    at = np.degrees(np.arctan2(way[1], way[0])) % 180
    axes[1].axvline(at, color=f"C{k}", linestyle="--", label=f"주성분 {k + 1}")
axes[1].set(title="방향을 돌리면", xlabel="각도 (도)", ylabel="그림자의 분산")
axes[1].legend()

# %% spectrum-plot
digits, digit = load_digits(return_X_y=True)
ratio = PCA().fit(digits).explained_variance_ratio_  # (64,)
flat = PCA(2).fit_transform(digits)  # (1797, 64) -> (1797, 2)
fig, axes = plt.subplots(1, 2, num="pca-digits", figsize=(7.8, 3.2), layout="constrained")
axes[0].plot(np.arange(1, 65), ratio.cumsum())
axes[0].axhline(0.95, color="0.5", linestyle="--")
axes[0].set(title="설명하는 분산의 합", xlabel="주성분의 수", ylabel="비율", ylim=(0, 1.02))
for k in (0, 1, 3, 4, 6):
    axes[1].scatter(*flat[digit == k].T, s=5, alpha=0.6, label=str(k))
axes[1].set(title="숫자 다섯의 그림자", xlabel="주성분 1", ylabel="주성분 2")
axes[1].legend(fontsize=8, markerscale=2, loc="upper right")
