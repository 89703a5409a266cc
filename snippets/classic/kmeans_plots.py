"""K-평균의 그림: 걸음, 엘보, 맞지 않는 모양.

주장: 초승달, 크기가 다른 무리, 밀도가 다른 무리에서는 군집이 실제와 어긋난다.
출처: Lloyd (1982); sklearn datasets
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from regions import draw_points, draw_regions
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits, load_iris, make_blobs, make_moons
from sklearn.metrics import adjusted_rand_score

# %% steps-plot
X = load_iris().data[:, 2:]  # (150, 2)
centres = X[[0, 10, 20]]  # 일부러 한쪽에 몰아 둔 시작
fig, axes = plt.subplots(
    1, 4, num="kmeans-steps", figsize=(7.8, 2.5), sharex=True, sharey=True, layout="constrained"
)
shown = (0, 1, 3, 9)
for step in range(10):
    nearest = ((X[:, None] - centres) ** 2).sum(-1).argmin(1)  # (150,)
    if step in shown:
        ax = axes[shown.index(step)]
        draw_points(ax, X, nearest, size=8)
        ax.plot(*centres.T, "k*", ms=11, zorder=4)
        ax.set(title=f"{step}걸음 뒤", xlabel="꽃잎 길이")
    centres = np.stack([X[nearest == k].mean(0) for k in range(3)])
axes[0].set_ylabel("꽃잎 너비")

# %% elbow
digits, ks = load_digits().data, (1, 2, 4, 6, 8, 10, 15, 20, 30, 40)
inertia = [KMeans(k, n_init=1, random_state=0).fit(digits).inertia_ for k in ks]
assert all(np.diff(inertia) < 0)
fig, axes = plt.subplots(1, 2, num="elbow", figsize=(7.8, 2.8), layout="constrained")
petal = [KMeans(k, n_init=5, random_state=0).fit(X).inertia_ for k in range(1, 9)]
axes[0].plot(range(1, 9), petal, "o-")
axes[0].set(title="붓꽃: 2나 3에서 꺾인다", xlabel="K", ylabel="거리 제곱합")
axes[1].plot(ks, inertia, "o-")
axes[1].set(title="손글씨: 꺾이는 곳이 없다", xlabel="K", ylim=(0, None))

# %% misfits
moons = make_moons(300, noise=0.05, random_state=0)
sizes = make_blobs([400, 40], centers=[[0, 0], [4, 0]], cluster_std=[1.3, 0.3], random_state=0)
dense = make_blobs([200, 200], centers=[[0, 0], [5, 0]], cluster_std=[2.2, 0.3], random_state=0)
cases = {"초승달": moons, "크기가 다른 무리": sizes, "밀도가 다른 무리": dense}
fig, axes = plt.subplots(1, 3, num="kmeans-misfits", figsize=(7.8, 2.7), layout="constrained")
ari = {}
for ax, (name, (points, truth)) in zip(axes, cases.items()):
    model = KMeans(2, n_init=10, random_state=0).fit(points)
    ari[name] = float(adjusted_rand_score(truth, model.labels_))
    flip = int(np.mean(model.labels_ == truth) < 0.5)  # 번호에는 뜻이 없으므로 정답의 색에 맞춘다
    draw_regions(ax, lambda p, m=model, f=flip: abs(m.predict(p) - f), points, n_classes=2)
    draw_points(ax, points, truth, size=9)
    ax.plot(*model.cluster_centers_.T, "k*", ms=12, zorder=4)
    ax.set(title=f"{name}: ARI {ari[name]:.2f}", xticks=[], yticks=[])
ari_moons, ari_sizes, ari_dense = ari.values()
assert ari_moons < 0.4 and max(ari_sizes, ari_dense) < 0.9
