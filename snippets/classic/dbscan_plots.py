"""DBSCAN의 그림: K-평균과 나란히, 그리고 eps를 고르는 k-거리.

주장: 초승달에서 K-평균은 가운데를 자르고 DBSCAN은 모양을 따라간다. 빽빽함이 다른 무리에는 eps
    하나가 맞지 않는다.
출처: Ester et al. (1996); Schubert et al. (2017)
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.cluster import DBSCAN, KMeans
from sklearn.datasets import make_blobs, make_moons
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import NearestNeighbors

moons, truth = make_moons(300, noise=0.05, random_state=0)  # (300, 2)
stray = np.random.default_rng(0).uniform([-1.5, -1.2], [2.5, 1.7], (20, 2))  # 뿌린 점
X = np.vstack([moons, stray])  # (320, 2)

# %% moons-plot
by_mean = KMeans(2, n_init=10, random_state=0).fit_predict(moons)
kmeans_ari = float(adjusted_rand_score(truth, by_mean))
answers = {
    "K-평균": KMeans(2, n_init=10, random_state=0).fit_predict(X),
    "DBSCAN": DBSCAN(eps=0.2, min_samples=5).fit_predict(X),
}
fig, axes = plt.subplots(1, 2, num="moons-kmeans-dbscan", figsize=(7.8, 3), layout="constrained")
for ax, (name, labels) in zip(axes, answers.items()):
    for k in range(2):
        ax.scatter(*X[labels == k].T, s=12, color=f"C{k}", marker="os"[k])
    ax.scatter(*X[labels == -1].T, s=22, color="0.4", marker="x", label="노이즈")
    ax.set(title=name, xticks=[], yticks=[])
axes[1].legend(fontsize=8)
assert kmeans_ari < 0.4

# %% k-distance
distances = (
    NearestNeighbors(n_neighbors=5).fit(X).kneighbors(X)[0][:, -1]
)  # (320,) 자신을 세어 다섯째
share = float((distances <= 0.2).mean())
fig, ax = plt.subplots(num="k-distance", figsize=(7, 2.8), layout="constrained")
ax.plot(np.sort(distances))
ax.axhline(0.2, color="C1", linestyle="--", label="eps = 0.2")
ax.set(title="다섯째 이웃까지의 거리를 작은 것부터", xlabel="점의 순위", ylabel="거리")
ax.legend()
assert 0.9 < share < 1

# %% two-densities
# 촘촘한 무리 둘은 가깝고, 성긴 무리 하나는 멀다.
centers, spreads = [[0, 0], [0.8, 0], [9, 0]], [0.13, 0.13, 2]
blobs, where = make_blobs([150] * 3, centers=centers, cluster_std=spreads, random_state=0)
apart, lost = {}, {}
for eps in np.arange(0.05, 4, 0.05).round(2):
    found = DBSCAN(eps=eps, min_samples=5).fit_predict(blobs)
    first, second = (np.bincount(found[where == k] + 1).argmax() for k in (0, 1))
    apart[eps] = bool(first != second)  # 촘촘한 둘을 떼어 놓았는가
    lost[eps] = float(np.mean(found[where == 2] == -1))  # 성긴 무리에서 노이즈가 된 몫
split_eps = float(max(eps for eps in apart if apart[eps]))
split_lost = lost[split_eps]
print(f"둘을 떼어 놓는 가장 큰 eps {split_eps}에서 성긴 무리의 {split_lost:.0%}가 노이즈")
assert split_lost > 0.9 and not any(apart[eps] and lost[eps] < 0.5 for eps in apart)
