# /// script
# [tool.maedeup]
# aliases = ["KMC 실습", "PCA 실습", "DBSCAN 실습", "색 줄이기"]
# tags = ["실습"]
# requires = ["kmeans", "pca", "dbscan"]
# source = [
#   "AI와 Flask 강의 노트 3-2-1절과 3-2-2절",
#   "aeberhard1992wine",
#   "hubert1985comparing",
# ]
# ///

# %% [markdown]
# # 실습: K-평균, PCA, DBSCAN
#
# 정답을 보지 않고 묶은 무리는 진짜 종류와 얼마나 맞고, 군집의 수나 거리 같은 손잡이는 무엇을 보고 고르는가.
# [[unsupervised-learning|비지도 학습]]의 세 방법을 같은 와인에 차례로 쓰고, 끝에서 손글씨와 사진에도 써 본다.
# 포도의 품종을 아는 데이터를 골랐으므로, 묶을 때에는 가려 두었다가 채점할 때에만 꺼낸다.

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.cluster import DBSCAN, KMeans
from sklearn.datasets import load_digits, load_sample_image, load_wine
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(0)

# %% [markdown]
# ## 데이터
#
# scikit-learn에 든 와인이다. 한 지방의 세 품종에서 나온 와인의 성분을 쟀다. 내려받을 것은 없다.

# %% data
wine = load_wine()
truth = wine.target  # (178,) 채점할 때에만 쓴다
scaled = StandardScaler().fit_transform(wine.data)  # (178, 13)
n, d = scaled.shape
widest = float(wine.data.std(0).max() / wine.data.std(0).min())
print(
    wine.data.shape,
    "품종마다",
    np.bincount(truth),
    f"표준편차는 {widest:,.0f}배까지 다르다",
)
assert np.allclose(scaled.mean(0), 0) and np.allclose(scaled.std(0), 1)

# %% [markdown]
# 와인 ![[lab-clustering-pca.py#n]]병, 특성 ![[lab-clustering-pca.py#d]]개이다. 특성의 퍼진 정도가 ![[lab-clustering-pca.py#widest|,.0f]]배까지 다르므로 평균 0, 표준편차 1로 맞춘다.
#
# ## 넘어야 할 선
#
# 채점은 조정 랜드 지수(ARI)로 한다. 군집의 번호와 상관없이 둘씩 짝지어 같은 무리인지를 정답과 견주며, 아무렇게나 나누면 0 근처, 똑같이 나누면 1이다.
# 기준은 아무렇게나 셋으로 나눈 것과, 표준화하지 않고 [[kmeans]]에 넣은 것이다.


# %% baselines
def kmeans(data, k):
    return KMeans(k, n_init=10, random_state=0).fit(data)


def ari(labels):
    return float(adjusted_rand_score(truth, labels))


random_ari = ari(rng.integers(0, 3, n))
raw_ari = ari(kmeans(wine.data, 3).labels_)
print(f"아무렇게나 {random_ari:.2f}, 표준화하지 않은 K-평균 {raw_ari:.2f}")
assert abs(random_ari) < 0.05 < raw_ari

# %% [markdown]
# ## K-평균: K를 고르기
#
# 정답 없이 볼 수 있는 수는 둘이다. 중심까지의 거리 제곱합은 $K$를 늘리면 줄기만 하므로 꺾이는 곳(엘보)을 찾고, 실루엣은 제 무리에 가깝고 남의 무리에서 먼 정도이므로 가장 큰 곳을 찾는다.

# %% choose-k
ks = range(1, 9)
models = {k: kmeans(scaled, k) for k in ks}
inertia = [models[k].inertia_ for k in ks]
silhouette = [float(silhouette_score(scaled, models[k].labels_)) for k in ks if k > 1]
k_best = int(np.argmax(silhouette)) + 2
k_elbow = int(np.argmax(np.diff(inertia, 2))) + 2  # 줄어드는 폭이 가장 크게 바뀌는 곳
print(f"실루엣이 고른 K {k_best}, 엘보가 고른 K {k_elbow}")
assert k_best == k_elbow == 3 and all(np.diff(inertia) < 0)

# %% plot-k
fig, axes = plt.subplots(1, 2, num="wine-elbow", figsize=(7, 2.8), layout="constrained")
axes[0].plot(ks, inertia, "o-")
axes[0].set(title="엘보", xlabel="K", ylabel="거리 제곱합")
axes[1].plot(ks[1:], silhouette, "o-")
axes[1].set(title="실루엣", xlabel="K", ylabel="실루엣의 평균")
for ax in axes:
    ax.axvline(k_best, color="0.5", linestyle="--")

# %% kmeans-score
kmeans_ari = ari(models[k_best].labels_)
pca = PCA(n_components=2)
flat = pca.fit_transform(scaled)  # (178, 13) -> (178, 2)
kept = float(pca.explained_variance_ratio_.sum())
flat_ari = ari(kmeans(flat, k_best).labels_)
print(f"특성 {d}개 {kmeans_ari:.3f}, 주성분 2개 {flat_ari:.3f} (분산의 {kept:.0%})")
assert min(kmeans_ari, flat_ari) > raw_ari + 0.3

# %% [markdown]
# 두 방법 모두 $K$를 ![[lab-clustering-pca.py#k_best]](으)로 골랐고, 품종의 수와 같다.
# ARI는 ![[lab-clustering-pca.py#kmeans_ari|.2f]]이다. 표준화하지 않았을 때(![[lab-clustering-pca.py#raw_ari|.2f]])와의 차이는 모두 표준화에서 왔다.
# [[pca]](으)로 특성을 둘로 줄이면 [[probability-and-statistics|분산]]의 ![[lab-clustering-pca.py#kept|.0%]]만 남지만 ARI는 ![[lab-clustering-pca.py#flat_ari|.2f]](으)로 거의 그대로이다. 세 품종이 갈리는 방향이 분산이 큰 방향에 들어 있다.
#
# ## DBSCAN: eps를 고르기
#
# 주성분 둘의 평면에서 [[dbscan]]을 쓴다. 먼저 강의에 적힌 수를 그대로 넣는다.

# %% copied-numbers
copied = DBSCAN(eps=0.0375, min_samples=50).fit_predict(flat)
copied_label = int(copied.max())  # 가장 큰 번호도 -1이다
print("번호:", set(copied.tolist()))
assert set(copied.tolist()) == {copied_label} == {-1}

# %% [markdown]
# > **원 노트에서 고친 것: eps=0.0375, min_samples=50.**
# > 다른 데이터에서 고른 수이다. 여기서는 군집의 번호가 ![[lab-clustering-pca.py#copied_label]]뿐이고, 이 번호는 노이즈이므로 군집이 하나도 없다.
# > `eps`는 데이터를 보고 고른다.
#
# `min_samples`를 scikit-learn의 기본인 5로 두고, 점마다 (자신을 세어) 다섯째 이웃까지의 거리를 작은 것부터 늘어놓는다.
# 양 끝을 이은 직선에서 가장 아래로 처진 곳을 솟기 시작하는 곳으로 잡으면, 눈으로 고르는 일을 식으로 옮길 수 있다.

# %% choose-eps
near = NearestNeighbors(n_neighbors=5).fit(flat).kneighbors(flat)[0]  # (178, 5)
distance = np.sort(near[:, -1])  # (178,)
rise = (distance - distance[0]) / (distance[-1] - distance[0])
knee = int(np.argmax(np.linspace(0, 1, n) - rise))
eps = float(distance[knee])
labels = DBSCAN(eps=eps, min_samples=5).fit_predict(flat)
n_clusters, n_noise = int(labels.max()) + 1, int((labels == -1).sum())
dbscan_ari = ari(labels)
print(f"eps {eps:.2f}: 군집 {n_clusters}개, 노이즈 {n_noise}개, ARI {dbscan_ari:.2f}")
assert 0 < n_noise < n / 10 and dbscan_ari < flat_ari

# %% plot-eps
fig, ax = plt.subplots(num="wine-k-distance", figsize=(7, 2.8), layout="constrained")
ax.plot(distance)
ax.axhline(eps, color="C1", linestyle="--", label=f"eps = {eps:.2f}")
ax.set(title="다섯째 이웃까지의 거리", xlabel="점의 순위", ylabel="거리")
ax.legend()

# %% [markdown]
# 고른 `eps`는 ![[lab-clustering-pca.py#eps|.2f]]이고, 군집 ![[lab-clustering-pca.py#n_clusters]]개와 노이즈 ![[lab-clustering-pca.py#n_noise]]개가 나온다.
# ARI는 ![[lab-clustering-pca.py#dbscan_ari|.2f]](으)로 K-평균의 ![[lab-clustering-pca.py#flat_ari|.2f]]에 미치지 못한다.


# %% plot-clusters
def draw(ax, labels, title):
    for k in sorted(set(labels.tolist()) - {-1}):
        ax.scatter(*flat[labels == k].T, s=14, color=f"C{k}", marker="os^Dv"[k % 5])
    ax.scatter(*flat[labels == -1].T, s=26, color="k", marker="x", label="노이즈")
    ax.set(title=title, xlabel="첫째 주성분", ylabel="둘째 주성분")


fig, axes = plt.subplots(
    1, 3, num="wine-pca-dbscan", figsize=(7.8, 3), sharey=True, layout="constrained"
)
draw(axes[0], truth, "품종 (정답)")
draw(axes[1], kmeans(flat, k_best).labels_, f"K-평균, ARI {flat_ari:.2f}")
draw(axes[2], labels, f"DBSCAN, ARI {dbscan_ari:.2f}")
for ax in axes:
    ax.label_outer()
axes[2].legend(loc="lower left", fontsize=8)

# %% [markdown]
# 세 품종은 사이가 끊기지 않고 맞닿아 있다. 이웃을 따라 번지는 DBSCAN은 맞닿은 두 무리를 하나로 잇고, 둥근 무리를 가정하는 K-평균은 그 사이에 선을 긋는다.
# 방법의 우열이 아니라 데이터의 모양이 K-평균의 가정과 맞은 것이다.
#
# > **원 노트에서 고친 것: `colors[label]`로 칠하기.**
# > 노이즈의 번호 -1은 파이썬에서 마지막 원소를 가리키므로, 노이즈가 목록의 마지막 색으로 칠해진다.
# > 정하지 않은 `colors1`과 `x_normalized`를 쓰거나, 범례의 점을 `plt.figure()`보다 먼저 그리는 코드도 있다.
# > 위의 `draw`는 군집마다 색을 주고 노이즈를 따로 그린다.

# %% noise-colour
colors = ["r", "g", "b", "c", "y", "m", "k"]
print("노이즈의 색:", colors[-1], "/ 일곱째 군집의 색:", colors[6])
try:
    [plt.scatter([], [], color=c) for c in colors1]
    name_error = ""
except NameError as e:
    name_error = str(e)
    print(type(e).__name__, name_error)
assert colors[-1] == colors[6] == "k" and name_error

# %% [markdown]
# 손잡이를 더 돌리면 나아질까. `eps`를 훑고 ARI가 가장 높은 것을 고른다. 정답을 보고 골랐으므로 이 점수는 성적이 아니라 DBSCAN이 닿을 수 있는 곳을 가늠한 것이다.

# %% sweep
rows = []
for min_samples in (5, 10):
    for e in np.arange(0.3, 1.01, 0.05).round(2):
        found = DBSCAN(eps=e, min_samples=min_samples).fit_predict(flat)
        rows.append([min_samples, e, found.max() + 1, (found == -1).sum(), ari(found)])
columns = ["min_samples", "eps", "군집", "노이즈", "ARI"]
sweep = pd.DataFrame(rows, columns=columns).sort_values("ARI", ascending=False)
peeked_ari = float(sweep["ARI"].max())
assert dbscan_ari < peeked_ari < flat_ari
sweep.head(4).round(2)

# %% [markdown]
# 정답을 훔쳐보고 골라도 ![[lab-clustering-pca.py#peeked_ari|.2f]]이고, 훑은 범위에서는 K-평균에 미치지 못한다.
#
# ## 손글씨: 열 무리는 열 숫자인가
#
# 같은 일을 8 × 8 손글씨에서 한다. 픽셀의 단위가 모두 같으므로 표준화하지 않는다.

# %% digits
digits = load_digits()
# (1797, 64) -> (1797, 10)
small = PCA(n_components=10, random_state=0).fit_transform(digits.data)
groups = {"픽셀 64개": digits.data, "주성분 10개": small}
groups = {k: KMeans(10, n_init=3, random_state=0).fit_predict(v) for k, v in groups.items()}
pixel_ari, small_ari = (float(adjusted_rand_score(digits.target, g)) for g in groups.values())
mixed = pd.crosstab(groups["픽셀 64개"], digits.target).max(axis=1)
purest = float((mixed / np.bincount(groups["픽셀 64개"])).max())
loosest = float((mixed / np.bincount(groups["픽셀 64개"])).min())
print(f"픽셀 {pixel_ari:.2f}, 주성분 10개 {small_ari:.2f}")
assert min(pixel_ari, small_ari) > 0.5 and max(pixel_ari, small_ari) < kmeans_ari

# %% [markdown]
# ARI는 픽셀 그대로일 때 ![[lab-clustering-pca.py#pixel_ari|.2f]], 주성분 10개일 때 ![[lab-clustering-pca.py#small_ari|.2f]]이다.
# 한 숫자가 차지하는 몫이 가장 큰 무리에서는 그 몫이 ![[lab-clustering-pca.py#purest|.0%]]이지만, 가장 섞인 무리에서는 ![[lab-clustering-pca.py#loosest|.0%]]이다. 무리 열 개가 숫자 열 개는 아니다.
#
# ## 색 줄이기
#
# 마지막으로 픽셀의 색을 표본으로 삼아 사진 `china.jpg`를 열여섯 색으로 줄인다. 기준은 사진에서 아무 픽셀이나 열여섯 개 뽑은 색이다.

# %% colours
photo = load_sample_image("china.jpg")[::3, ::3] / 255  # (143, 214, 3)
pixels = photo.reshape(-1, 3)  # (30602, 3)
by_kmeans = KMeans(16, n_init=1, random_state=0).fit(pixels[::10])
palettes = {
    "아무 픽셀 16개": pixels[rng.choice(len(pixels), 16, replace=False)],
    "K-평균 16색": by_kmeans.cluster_centers_,
}
painted, errors = {}, {}
for name, palette in palettes.items():
    nearest = NearestNeighbors(n_neighbors=1).fit(palette).kneighbors(pixels)[1][:, 0]
    painted[name] = palette[nearest]  # (30602, 3)
    errors[name] = float(np.sqrt(((painted[name] - pixels) ** 2).mean()) * 255)
random_error, palette_error = errors.values()
n_colours = len(np.unique(pixels, axis=0))
print(f"{n_colours:,}색 -> 16색, RMSE {random_error:.1f}와 {palette_error:.1f} (0에서 255 사이)")
assert palette_error < random_error

# %% plot-colours
fig, axes = plt.subplots(
    2,
    3,
    num="colour-quantised",
    figsize=(7.8, 2.7),
    height_ratios=[6, 1],
    layout="constrained",
)
pictures = {f"원래: {n_colours:,}색": pixels, **painted}
for ax, (name, picture) in zip(axes[0], pictures.items(), strict=True):
    ax.imshow(picture.reshape(photo.shape).clip(0, 1))
    ax.set_title(name)
for ax, palette in zip(axes[1, 1:], palettes.values(), strict=True):
    # (1, 16, 3)
    ax.imshow(palette[palette.sum(1).argsort()][None].clip(0, 1), aspect="auto")
for ax in axes.flat:
    ax.axis("off")

# %% [markdown]
# ![[lab-clustering-pca.py#n_colours|,]]색이 열여섯 색이 되었다. 한 픽셀의 채널마다 어긋난 정도(RMSE)는 아무 색이나 뽑으면 ![[lab-clustering-pca.py#random_error|.1f]], K-평균으로 고르면 ![[lab-clustering-pca.py#palette_error|.1f]]이다.
# 여기서는 $K$가 맞혀야 할 수가 아니라 쓸 색의 수이므로 엘보를 찾을 까닭이 없다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 와인을 주성분 셋이나 다섯으로 줄이고 `eps`를 다시 고르면 DBSCAN이 세 무리를 찾는가.
#   답: 찾지 못한다. 주성분 셋에서 군집 ![[clustering_answers.py#three_groups]]개, 다섯에서 ![[clustering_answers.py#five_groups]]개이고 ARI는 ![[clustering_answers.py#three_ari|.2f]]과(와) ![[clustering_answers.py#five_ari|.2f]]이다. 축이 늘면 점들이 서로 멀어져 빽빽한 곳과 성긴 곳의 차이가 흐려진다.
# - 표준화 대신 최솟값과 최댓값으로 특성의 크기를 맞추면 K-평균의 ARI는 어떻게 되는가.
#   답: ![[clustering_answers.py#standard_ari|.2f]]에서 ![[clustering_answers.py#range_ari|.2f]](으)로 조금 다를 뿐이다. 크기를 맞추는 것이 중요하고, 무엇으로 맞추는지는 여기서 덜 중요하다.
# - 색이 4개, 64개, 256개이면 [[mean-squared-error|RMSE]]는 얼마이고, 어디서부터 눈으로 구별하지 못하는가.
#   답: 4개 ![[clustering_answers.py#four|.1f]], 16개 ![[clustering_answers.py#sixteen|.1f]], 64개 ![[clustering_answers.py#many|.1f]], 256개 ![[clustering_answers.py#most|.1f]]이다. 눈으로 구별하는 것은 위의 그림처럼 그려 스스로 본다.
# - 손글씨를 [[autoencoder]]로 줄이고 묶으면 PCA로 줄인 것보다 나은가.
#   답: 둘 다 수 열 개로 줄여 [[kmeans]](으)로 묶으면 ARI의 중앙값이 주성분 ![[digits_answers.py#pca_ari|.2f]], 20에폭 배운 오토인코더 ![[digits_answers.py#net_ari|.2f]]이고, 시드 다섯 가운데 ![[digits_answers.py#n_net]]개에서 오토인코더가 높다.
