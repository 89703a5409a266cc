"""와인을 묶고 색을 줄이는 실습의 물음에 답한다.

주장: 주성분을 셋이나 다섯으로 늘리고 eps를 k-거리로 다시 골라도 DBSCAN의 ARI는 K-평균에 못
    미친다. 최솟값과 최댓값으로 맞춘 K-평균의 ARI는 표준화한 것과 0.1 안에서 같다. 색을 4, 16, 64,
    256개로 늘릴수록 RMSE가 준다.
출처: 매듭의 실험 (scikit-learn wine, china.jpg)
"""

# %% setup
import numpy as np
from sklearn.cluster import DBSCAN, KMeans
from sklearn.datasets import load_sample_image, load_wine
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import MinMaxScaler, StandardScaler

data, truth = load_wine(return_X_y=True)
scaled = StandardScaler().fit_transform(data)  # (178, 13)


# %% dbscan
def knee(points):
    """다섯째 이웃까지의 거리가 가장 크게 꺾이는 곳."""
    near = NearestNeighbors(n_neighbors=5).fit(points).kneighbors(points)[0]
    distance = np.sort(near[:, -1])
    rise = (distance - distance[0]) / (distance[-1] - distance[0])
    return distance[np.argmax(np.linspace(0, 1, len(rise)) - rise)]


def found(n_axes):
    """주성분 몇 개에서 DBSCAN이 찾은 군집의 수와 ARI."""
    points = PCA(n_axes).fit_transform(scaled)
    labels = DBSCAN(eps=knee(points), min_samples=5).fit_predict(points)
    return int(labels.max()) + 1, float(adjusted_rand_score(truth, labels))


(three_groups, three_ari), (five_groups, five_ari) = found(3), found(5)
print(f"주성분 셋: 군집 {three_groups}, ARI {three_ari:.2f}")
print(f"주성분 다섯: 군집 {five_groups}, ARI {five_ari:.2f}")


# %% scaling
def kmeans_ari(points):
    return float(
        adjusted_rand_score(truth, KMeans(3, n_init=10, random_state=0).fit_predict(points))
    )


standard_ari, range_ari = kmeans_ari(scaled), kmeans_ari(MinMaxScaler().fit_transform(data))
print(f"표준화 {standard_ari:.2f}, 최솟값과 최댓값 {range_ari:.2f}")
assert abs(standard_ari - range_ari) < 0.1 and max(three_ari, five_ari) < standard_ari

# %% colours
pixels = load_sample_image("china.jpg")[::3, ::3].reshape(-1, 3) / 255  # (30602, 3)
errors = {}
for n in (4, 16, 64, 256):
    palette = KMeans(n, n_init=1, random_state=0).fit(pixels[::20]).cluster_centers_
    nearest = NearestNeighbors(n_neighbors=1).fit(palette).kneighbors(pixels)[0]  # 거리
    errors[n] = float(np.sqrt((nearest**2).mean() / 3) * 255)
four, sixteen, many, most = errors.values()
print({n: round(error, 1) for n, error in errors.items()})
assert four > sixteen > many > most
