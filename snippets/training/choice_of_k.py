"""이웃의 수 k 고르기: 교차 검증으로 견준다.

주장: k가 1이면 훈련 정확도는 1이지만 검증은 그보다 낮고, k가 너무 크면 둘 다 낮아진다.
출처: sklearn breast_cancer; Hastie, Tibshirani & Friedman (2009) 7.10절
"""

# %% setup
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import cross_validate
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_breast_cancer(return_X_y=True)

# %% sweep
scores = {}
for k in (1, 5, 9, 15, 51, 151, 351):
    model = make_pipeline(StandardScaler(), KNeighborsClassifier(n_neighbors=k))
    folds = cross_validate(model, X, y, cv=5, return_train_score=True)
    scores[k] = folds["train_score"].mean(), folds["test_score"].mean()
    print(f"k = {k}: 훈련 {scores[k][0]:.3f}, 검증 {scores[k][1]:.3f}")
(train_1, valid_1), valid_9, valid_351 = scores[1], scores[9][1], scores[351][1]
majority = float(y.mean())  # 무조건 많은 쪽이라고 답할 때
assert train_1 == 1 and valid_1 < valid_9 == max(v for _, v in scores.values())
assert abs(valid_351 - majority) < 0.01
