"""K-평균 군집화: 가까운 중심에 나누고, 중심을 평균으로 옮기기를 되풀이한다.

주장: 손으로 쓴 절차가 sklearn과 같은 중심에 이르고, 거리 제곱합은 걸음마다 늘지 않는다.
    inertia_는 가장 가까운 중심까지의 거리 제곱합이며 K가 표본 수와 같으면 0이다.
출처: Lloyd (1982); Arthur & Vassilvitskii (2007); sklearn digits
"""

# %% setup
import numpy as np
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits

X = load_digits().data  # (1797, 64)
rng = np.random.default_rng(0)


# %% by-hand
def lloyd(X, centres, max_steps=100):
    history = []
    for _ in range(max_steps):
        squares = ((X[:, None] - centres) ** 2).sum(axis=-1)  # (n, K) 거리의 제곱
        labels = squares.argmin(axis=1)  # (n,) 가장 가까운 중심
        history.append(squares.min(axis=1).sum())  # 거리 제곱합
        moved = np.stack([X[labels == k].mean(axis=0) for k in range(len(centres))])
        if np.allclose(moved, centres):  # 중심이 그대로면 끝
            break
        centres = moved
    return centres, labels, history


# %% same-as-sklearn
start = X[rng.choice(len(X), 10, replace=False)]  # (10, 64)
centres, labels, history = lloyd(X, start)
km = KMeans(n_clusters=10, init=start, n_init=1, tol=0).fit(X)
n_steps, first, last = len(history), float(history[0]), float(history[-1])
print(f"{n_steps}걸음: {first:,.0f} -> {last:,.0f}")
assert np.allclose(centres, km.cluster_centers_) and (labels == km.labels_).all()
assert (np.diff(history) <= 1e-6).all()  # 한 번도 늘지 않는다

# %% inertia
squares = ((X[:, None] - km.cluster_centers_) ** 2).sum(axis=-1)  # (1797, 10)
print("거리 제곱의 합:", round(km.inertia_))
assert np.isclose(km.inertia_, squares.min(axis=1).sum())
# 표본마다 군집 하나
everyone = KMeans(n_clusters=100, n_init=1, random_state=0).fit(X[:100])
assert everyone.inertia_ < 1e-9


# %% plus-plus
def spread(X, K):
    centres = X[rng.integers(len(X))][None]  # (1, 64) 처음 하나는 고르게 뽑는다
    while len(centres) < K:
        nearest = ((X[:, None] - centres) ** 2).sum(axis=-1).min(axis=1)  # (n,)
        chosen = rng.choice(len(X), p=nearest / nearest.sum())  # 먼 표본일수록 자주
        centres = np.vstack([centres, X[chosen]])
    return centres


far = [lloyd(X, spread(X, 10), 1)[2][0] for _ in range(20)]  # 시작할 때의 거리 제곱합
even = [lloyd(X, X[rng.choice(len(X), 10, replace=False)], 1)[2][0] for _ in range(20)]
print(f"시작 20번의 평균: k-means++ {np.mean(far):,.0f}, 고르게 {np.mean(even):,.0f}")
assert np.mean(far) < np.mean(even)

# %% start-matters
n_starts, ends = 20, {}
for init in ("random", "k-means++"):
    models = [KMeans(10, init=init, n_init=1, random_state=s).fit(X) for s in range(n_starts)]
    ends[init] = np.array([m.inertia_ for m in models])
best = min(sums.min() for sums in ends.values())
(mean_excess, excess), (mean_excess_plus, excess_plus) = (
    (float(sums.mean() / best - 1), float(sums.max() / best - 1)) for sums in ends.values()
)
default_init, n_ends = KMeans().init, len(set(ends["k-means++"].round()))
print(f"평균 {mean_excess:.1%}, {mean_excess_plus:.1%}; 최악 {excess:.1%}, {excess_plus:.1%}")
assert default_init == "k-means++" and excess > 0.01 and n_ends > 1
