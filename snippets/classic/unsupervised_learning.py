"""비지도학습: 정답 없이 데이터의 짜임을 찾는다.

주장: 군집화는 정답을 받아도 쓰지 않는다. 군집의 번호에는 뜻이 없어서 번호를 바꾸면 정답과
    겹치는 비율은 달라지지만 조정 랜드 지수(ARI)는 그대로다. 정답은 다 배운 뒤의 채점에만 쓴다.
출처: sklearn digits (UCI); Hubert & Arabie (1985)
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score

X, y = load_digits(return_X_y=True)  # (1797, 64), (1797,)
rng = np.random.default_rng(0)

# %% cluster
model = KMeans(n_clusters=10, n_init=10, random_state=0)
groups = model.fit_predict(X)  # 사진만 준다
sizes = np.bincount(groups)
print(sizes)
with_answers = KMeans(n_clusters=10, n_init=10, random_state=0).fit_predict(X, rng.permutation(y))
assert np.array_equal(groups, with_answers)  # 섞은 정답을 건네도 보지 않는다

# %% numbers-mean-nothing
renamed = rng.permutation(10)[groups]  # 번호만 바꾼 같은 군집
raw, raw_renamed = (float((g == y).mean()) for g in (groups, renamed))
ari, ari_renamed = (float(adjusted_rand_score(y, g)) for g in (groups, renamed))
chance = float(adjusted_rand_score(y, rng.integers(0, 10, len(y))))
print(f"번호가 정답과 같은 비율: {raw:.2f}, 번호를 바꾸면 {raw_renamed:.2f}")
print(f"ARI: {ari:.3f}, 번호를 바꾸어도 {ari_renamed:.3f}, 아무렇게나 나누면 {chance:.3f}")
assert raw < 0.3 and raw != raw_renamed
assert abs(ari - ari_renamed) < 1e-12 and ari > 0.6 and abs(chance) < 0.01

# %% interpret
# 사람이 군집마다 가장 많은 숫자를 이름으로 붙인다.
names = np.array([np.bincount(y[groups == g], minlength=10).argmax() for g in range(10)])
purity = float((names[groups] == y).mean())
missing = ", ".join(str(d) for d in range(10) if d not in names)
twice = int(np.bincount(names).argmax())
print("군집의 이름:", names, f"맞은 비율 {purity:.2f}")
print("이름을 얻지 못한 숫자:", missing)
assert purity > 3 * raw and (names == twice).sum() == 2

# %% centres-plot
fig, axes = plt.subplots(1, 10, num="digit-clusters", figsize=(7.6, 1.4))
for g, ax in enumerate(axes):
    ax.imshow(model.cluster_centers_[g].reshape(8, 8), cmap="gray")
    ax.set_title(f"군집 {g}", fontsize=8)
    ax.axis("off")
fig.suptitle("군집의 가운데: 이름은 사람이 붙인다", fontsize=10)
fig.tight_layout()

# %% shadow-plot
flat = PCA(2).fit_transform(X)  # (1797, 64) -> (1797, 2)
x_flat, y_flat = flat[::2].T  # 둘에 하나만 그린다
fig, axes = plt.subplots(1, 2, num="digit-shadow", figsize=(7.6, 3.4), layout="constrained")
axes[0].scatter(x_flat, y_flat, s=6, color="0.45")
axes[0].set(title="차원 축소: 64개의 수를 2개로")
axes[1].scatter(x_flat, y_flat, s=6, c=groups[::2], cmap="tab10")
axes[1].set(title="군집: 색은 찾은 무리")
for ax in axes:
    ax.set(xticks=[], yticks=[], xlabel="첫째 주성분", ylabel="둘째 주성분")
