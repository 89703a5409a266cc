"""k-최근접 이웃: 가까운 표본 k개의 다수결로 답한다.

주장: 손으로 쓴 식이 sklearn과 같다. 특성의 크기를 맞추지 않으면 수가 큰 특성이 거리를 독차지해
    정확도가 떨어진다. k가 표본 수와 같으면 늘 가장 많은 클래스라고 답한다.
출처: Cover & Hart (1967); sklearn wine (UCI)
"""

# %% setup
import numpy as np
from sklearn.datasets import load_wine
from sklearn.metrics import accuracy_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

wine = load_wine()
X_train, X_test, y_train, y_test = train_test_split(
    wine.data, wine.target, random_state=0, stratify=wine.target
)


# %% by-hand
def knn_predict(X_train, y_train, X, k):
    gaps = X[:, None] - X_train  # (m, 1, d) - (n, d) -> (m, n, d)
    distances = np.sqrt((gaps**2).sum(axis=-1))  # (m, n)
    # (m, k) 가까운 표본의 번호
    nearest = distances.argsort(axis=1, kind="stable")[:, :k]
    votes = y_train[nearest]  # (m, k) 그 표본들의 정답
    return np.array([np.bincount(v).argmax() for v in votes])  # (m,) 다수결


# %% same-as-sklearn
for k in (1, 5, 15):
    model = KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train)
    y_pred = model.predict(X_test)
    print(k, round(accuracy_score(y_test, y_pred), 3))
    assert (y_pred == knn_predict(X_train, y_train, X_test, k)).all()

# %% scale
scaler = StandardScaler().fit(X_train)  # 평균과 표준편차는 훈련 표본에서만
Z_train, Z_test = scaler.transform(X_train), scaler.transform(X_test)
raw = float((knn_predict(X_train, y_train, X_test, 5) == y_test).mean())
scaled = float((knn_predict(Z_train, y_train, Z_test, 5) == y_test).mean())
print(f"그대로 {raw:.3f}, 표준화한 뒤 {scaled:.3f}")
assert scaled > raw + 0.2


def scaled_knn(k):
    return make_pipeline(StandardScaler(), KNeighborsClassifier(k))


gains, n_splits = [], 5  # 나누는 시드를 바꾸어도 그런가
for seed in range(n_splits):
    parts = train_test_split(wine.data, wine.target, random_state=seed, stratify=wine.target)
    models = KNeighborsClassifier(5), scaled_knn(5)
    plain, rescaled = (m.fit(parts[0], parts[2]).score(parts[1], parts[3]) for m in models)
    gains.append(rescaled - plain)
least_gain = float(min(gains))
print("다섯 번 나누어 오른 폭", [round(float(gain), 2) for gain in gains])
assert least_gain > 0.1

# %% who-decides
n_wines, n_features = wine.data.shape
proline = wine.feature_names.index("proline")
low, high = float(wine.data[:, proline].min()), float(wine.data[:, proline].max())
others_high = float(np.delete(wine.data, proline, axis=1).max())
shares = X_train.var(axis=0) / X_train.var(axis=0).sum()  # (13,) 평균 제곱 거리의 몫
proline_share = float(shares[proline])
print(f"프롤린 {low:.0f}에서 {high:.0f}, 나머지는 커야 {others_high:.0f}")
print(f"프롤린의 몫 {proline_share:.1%}")
assert shares.argmax() == proline and proline_share > 0.99

# %% k-is-n
n_train = len(y_train)
everyone = knn_predict(Z_train, y_train, Z_test, n_train)
majority_rate = float((everyone == y_test).mean())
print(np.unique(everyone), np.bincount(y_train))  # [1]: 훈련 표본이 가장 많은 클래스
assert set(everyone) == {np.bincount(y_train).argmax()}

# %% choose-k
ks = (1, 5, 15, 45, 81, 101)
scores = [cross_val_score(scaled_knn(k), X_train, y_train, cv=5) for k in ks]
by_k = {k: float(s.mean()) for k, s in zip(ks, scores)}
print({k: round(v, 3) for k, v in by_k.items()})
middle, largest = 45, max(ks)
small_k, large_k = min(by_k[k] for k in ks if k <= middle), by_k[largest]
assert small_k > 0.9 > 0.5 > large_k
