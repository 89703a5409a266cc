"""주성분 분석: 데이터가 가장 넓게 퍼진 방향을 차례로 찾는다.

주장: 공분산 행렬의 고유벡터와 SVD로 구한 방향이 sklearn과 같고, 설명하는 분산은 고윳값이다.
    손글씨에서 주성분 둘은 분산의 28.5%, 29개는 95%를 설명한다. 한 주성분에는 거의 모든 픽셀이
    섞인다.
출처: Pearson (1901), Hotelling (1933); sklearn digits, wine
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits, load_wine
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

X, y = load_digits(return_X_y=True)  # (1797, 64)
n, d = X.shape

# %% eigen
centred = X - X.mean(axis=0)
covariance = centred.T @ centred / (n - 1)  # (64, 64)
values, vectors = np.linalg.eigh(covariance)  # 작은 것부터
values, vectors = values[::-1], vectors[:, ::-1]  # 큰 것부터
pca = PCA().fit(X)
assert np.allclose(pca.explained_variance_, values)
alike = np.abs((pca.components_[:10] * vectors[:, :10].T).sum(axis=1))  # 내적의 크기
assert np.allclose(alike, 1)  # 부호만 다를 수 있다

# %% svd
U, S, Vt = np.linalg.svd(centred, full_matrices=False)
assert np.allclose(S**2 / (n - 1), values)
assert np.allclose(np.abs(centred @ Vt[:2].T), np.abs(PCA(2).fit_transform(X)), atol=1e-6)

# %% how-many
ratio = values / values.sum()
two = float(ratio[:2].sum())
n_95 = int((ratio.cumsum() < 0.95).sum()) + 1
print(f"둘이면 {two:.1%}, 95%에는 {n_95}개")
assert n_95 == PCA(0.95).fit(X).n_components_ == 29

# %% mixture
n_used = int((np.abs(pca.components_[0]) > 1e-9).sum())
n_constant = int((X.std(axis=0) == 0).sum())
print(f"첫 주성분에 든 픽셀 {n_used}개, 늘 같은 픽셀 {n_constant}개")
assert n_used + n_constant == d

# %% scale
wine = load_wine()
raw = PCA().fit(wine.data)
scaled = PCA().fit(StandardScaler().fit_transform(wine.data))
raw_share, scaled_share = (float(p.explained_variance_ratio_[0]) for p in (raw, scaled))
top = wine.feature_names[np.abs(raw.components_[0]).argmax()]
print(f"첫 주성분의 몫: 그대로 {raw_share:.1%} ({top}), 표준화하면 {scaled_share:.1%}")
assert top == "proline" and raw_share > 0.99 > 0.5 > scaled_share

# %% rebuild-plot
fig, axes = plt.subplots(2, 5, num="pca-rebuild", figsize=(7.4, 3.2), layout="constrained")
for column, k in enumerate((1, 2, 10, n_95, 64)):
    model = PCA(k).fit(X)
    back = model.inverse_transform(model.transform(X[[0, 5]]))  # (2, k) -> (2, 64)
    for row in range(2):
        axes[row, column].imshow(back[row].reshape(8, 8), cmap="gray", vmin=0, vmax=16)
        axes[row, column].axis("off")
    axes[0, column].set_title(f"주성분 {k}개", fontsize=9)
fig.suptitle("수 몇 개로 복원한 0과 5", fontsize=10)
