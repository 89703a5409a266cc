"""정보 누설: 시험 데이터를 한 번이라도 보고 정한 것이 있으면 점수는 거짓이 된다.

주장: 정답이 동전 던지기여도, 나누기 전에 특성을 고르면 시험 정확도가 70%를 넘는다. 나눈 뒤에 고르면
    반반이다. 시간 차례가 있는 자료를 섞어 나누면 오차가 실제보다 다섯 배 넘게 작게 나온다.
출처: Hastie, Tibshirani & Friedman (2009) 7.10.2절
"""

# %% setup
import numpy as np
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline

# %% noise
# 특성 1000개도 정답도 모두 무작위다. 배울 것이 하나도 없다.
leaked, clean = [], []
for seed in range(20):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(100, 1000)), rng.integers(0, 2, 100)
    best = SelectKBest(k=20).fit_transform(X, y)  # 시험의 정답까지 보고 골랐다
    a, b, ya, yb = train_test_split(best, y, random_state=seed)
    leaked.append(LogisticRegression().fit(a, ya).score(b, yb))
    a, b, ya, yb = train_test_split(X, y, random_state=seed)
    model = make_pipeline(SelectKBest(k=20), LogisticRegression())
    clean.append(model.fit(a, ya).score(b, yb))  # 훈련만 보고 고른다
leaked_score, clean_score = float(np.mean(leaked)), float(np.mean(clean))
print(f"나누기 전에 고름 {leaked_score:.2f}, 나눈 뒤에 고름 {clean_score:.2f}")
assert leaked_score > 0.7 and abs(clean_score - 0.5) < 0.06

# %% time-order
# 조금씩 오르내리는 값(어제 값 + 무작위)을 날짜로 맞힌다.
gaps = {"섞어 나눔": [], "차례로 나눔": []}
for seed in range(20):
    walk = np.random.default_rng(seed).normal(size=500).cumsum()  # (500,)
    days = np.arange(500)[:, None]  # (500, 1)
    for name, mix in (("섞어 나눔", True), ("차례로 나눔", False)):
        a, b, ya, yb = train_test_split(days, walk, shuffle=mix, random_state=0)
        guess = KNeighborsRegressor(2).fit(a, ya).predict(b)
        gaps[name].append(np.abs(guess - yb).mean())
mixed_gap, ordered_gap = (float(np.mean(v)) for v in gaps.values())
print(f"평균 오차: 섞어 나눔 {mixed_gap:.1f}, 차례로 나눔 {ordered_gap:.1f}")
assert ordered_gap > 5 * mixed_gap

# %% test-too-often
# 훈련 6만 장, 시험 1만 장, 배치 100, 5에폭. 50번 갱신할 때마다 시험한다면
n_updates = 5 * 60_000 // 100
n_looks = n_updates // 50
n_test_batches, n_stored = n_looks * 10_000 // 100, n_looks * 10_000
print(f"갱신 {n_updates:,}번, 시험 {n_looks}번")
print(f"시험 배치 {n_test_batches:,}개, 쌓인 예측 {n_stored:,}개")
assert (n_updates, n_looks) == (3000, 60)
assert (n_test_batches, n_stored) == (6000, 600_000)
