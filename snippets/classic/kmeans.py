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

# %% start-matters
options, n_starts = {"n_clusters": 10, "n_init": 1}, 20
by_luck = [
    KMeans(init="random", random_state=s, **options).fit(X).inertia_ for s in range(n_starts)
]
by_plus = [
    KMeans(init="k-means++", random_state=s, **options).fit(X).inertia_ for s in range(n_starts)
]
excess = float(max(by_luck) / min(by_luck + by_plus) - 1)
excess_plus = float(max(by_plus) / min(by_luck + by_plus) - 1)
default_init = KMeans().init
print(f"가장 나쁜 시작: 무작위 {excess:.1%}, {default_init} {excess_plus:.1%} 더 크다")
assert default_init == "k-means++" and excess > 0.01
