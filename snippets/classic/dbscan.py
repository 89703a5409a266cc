"""DBSCAN: 빽빽한 곳을 이어 군집으로 삼고 외딴 점은 노이즈로 둔다.

주장: 손으로 쓴 절차의 번호가 sklearn과 같다. 초승달을 정확히 가르고, -1은 군집이 아니라
    노이즈다. 다른 데이터의 eps와 min_samples를 그대로 쓰면 와인의 모든 점이 노이즈가 된다.
출처: Ester, Kriegel, Sander & Xu (1996); sklearn wine
"""

# %% setup
import numpy as np
from sklearn.cluster import DBSCAN
from sklearn.datasets import load_wine, make_moons
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

moons, truth = make_moons(300, noise=0.05, random_state=0)  # (300, 2)
rng = np.random.default_rng(0)
stray = rng.uniform([-1.5, -1.2], [2.5, 1.7], (20, 2))  # 아무 데나 뿌린 점
X = np.vstack([moons, stray])  # (320, 2)


# %% by-hand
def dbscan(X, eps, min_samples):
    near = np.linalg.norm(X[:, None] - X, axis=-1) <= eps  # (n, n) 자신도 이웃이다
    core = near.sum(axis=1) >= min_samples  # (n,) 이웃이 충분한 점
    labels, name = np.full(len(X), -1), 0
    for i in np.flatnonzero(core):
        if labels[i] != -1:
            continue
        queue = [i]
        while queue:  # 핵심점의 이웃을 따라 번진다
            j = queue.pop()
            if labels[j] == -1:
                labels[j] = name
                queue.extend(np.flatnonzero(near[j]) if core[j] else [])
        name += 1
    return labels


# %% same-as-sklearn
labels = dbscan(X, eps=0.2, min_samples=5)
model = DBSCAN(eps=0.2, min_samples=5).fit(X)
n_clusters, n_noise = len(set(labels) - {-1}), int((labels == -1).sum())
print(f"군집 {n_clusters}개, 노이즈 {n_noise}개")
assert (labels == model.labels_).all()
# 노이즈는 모두 뿌린 점
assert set(np.flatnonzero(model.labels_ == -1)) <= set(range(300, 320))

# %% moons
ari = float(adjusted_rand_score(truth, dbscan(moons, 0.2, 5)))
print("초승달의 ARI:", ari)
assert ari == 1

# %% copied-numbers
Z = StandardScaler().fit_transform(load_wine().data)  # (178, 13)
wine = PCA(n_components=2).fit_transform(Z)  # (178, 2)
copied = DBSCAN(eps=0.0375, min_samples=50).fit_predict(wine)
near = np.linalg.norm(wine[:, None] - wine, axis=-1) <= 0.0375
crowd = int(near.sum(axis=1).max())  # 가장 붐비는 점의 이웃 수
print("번호:", set(copied.tolist()), "가장 붐비는 점의 이웃:", crowd)
assert set(copied) == {-1} and crowd < 50

# %% min-samples
# 점 열 개짜리 무리를 더한다
tiny = np.vstack([moons, rng.normal([2.3, 1.4], 0.03, (10, 2))])
kept = DBSCAN(eps=0.2, min_samples=5).fit_predict(tiny)
dropped = DBSCAN(eps=0.2, min_samples=12).fit_predict(tiny)
n_kept, n_dropped = len(set(kept) - {-1}), len(set(dropped) - {-1})
print(f"min_samples 5: {n_kept}개, 12: {n_dropped}개")
assert (n_kept, n_dropped) == (3, 2) and (dropped[300:] == -1).all()

# %% noise-colour
colors = ["r", "g", "b", "c", "y", "m", "k"]
print(colors[-1])  # k: 노이즈가 일곱째 군집의 색을 얻는다
assert colors[-1] == colors[6] == "k"
