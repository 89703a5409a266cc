"""포레스트의 두 잣대: 뽑히지 않은 표본의 점수와, 특성의 중요도.

주장: 되넣으며 n번 뽑으면 표본의 약 37%가 뽑히지 않고, 그 표본으로 잰 정확도는 다섯 번 모두 시험
    정확도와 3%p 안에서 같다. 불순도로 잰 중요도는 다섯 시드 모두 난수로 만든 열에 성별의 두 배가
    넘는 값을 주고, 시험 표본에서 섞어 재면 다섯 모두 둘 다 0.03보다 작다.
출처: Breiman (2001) 3.1절; scikit-learn 문서 permutation_importance; sklearn digits, diabetes
"""

# %% setup
import numpy as np
from sklearn.datasets import load_diabetes, load_digits
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.inspection import permutation_importance
from sklearn.model_selection import train_test_split

seeds = range(5)

# %% out-of-bag
X, y = load_digits(return_X_y=True)
left_out = (1 - 1 / len(X)) ** len(X)  # 한 번도 뽑히지 않을 확률
scores = []
for seed in seeds:
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=seed)
    model = RandomForestClassifier(100, oob_score=True, random_state=seed).fit(X_train, y_train)
    scores.append((model.oob_score_, model.score(X_test, y_test)))
oob, test = (float(v) for v in np.median(scores, axis=0))
print(f"뽑히지 않은 몫 {left_out:.3f}, 그 표본의 정확도 {oob:.3f}, 시험 정확도 {test:.3f}")
assert abs(left_out - np.exp(-1)) < 1e-3
assert all(abs(a - b) < 0.03 for a, b in scores)

# %% importance
X, y = load_diabetes(return_X_y=True)
rows = []
for seed in seeds:
    noise = np.random.default_rng(seed).normal(size=(len(X), 1))
    X_train, X_test, y_train, y_test = train_test_split(np.c_[X, noise], y, random_state=seed)
    model = RandomForestRegressor(60, random_state=seed).fit(X_train, y_train)
    mixed = permutation_importance(model, X_test, y_test, n_repeats=5, random_state=seed)
    impurity, shuffled = model.feature_importances_, mixed.importances_mean
    rows.append([impurity[1], impurity[-1], shuffled[1], shuffled[-1], shuffled[2]])
sex, noise, sex_shuffled, noise_shuffled, bmi_shuffled = (float(v) for v in np.median(rows, axis=0))
print(f"불순도: 성별 {sex:.3f}, 난수 {noise:.3f}")
print(f"섞기: 성별 {sex_shuffled:.3f}, 난수 {noise_shuffled:.3f}, 체질량 {bmi_shuffled:.3f}")
assert all(row[1] > 2 * row[0] and max(row[2:4]) < 0.03 < row[4] for row in rows)
