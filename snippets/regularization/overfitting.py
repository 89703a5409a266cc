"""과적합: 훈련 데이터는 맞히는데 처음 보는 데이터는 못 맞힌다.

주장: 다섯 번 나누어 모두, RBF 서포트 벡터 머신의 gamma를 키우면 훈련 정확도는 1이 되고
    시험 정확도는 찍는 수준으로 떨어진다.
    선형 커널에서는 gamma를 바꾸어도 결과가 같다.
출처: sklearn breast_cancer; Hastie, Tibshirani & Friedman (2009) 7장
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
scaler = StandardScaler().fit(X_train)  # 평균과 표준편차도 훈련 데이터에서만 구한다
X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)


# %% sweep
def both(**options):
    model = SVC(**options).fit(X_train, y_train)
    return model.score(X_train, y_train), model.score(X_test, y_test)


gammas = [1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0]
scores = {gamma: both(gamma=gamma) for gamma in gammas}
for gamma, (train, test) in scores.items():
    print(f"gamma {gamma:g}: 훈련 {train:.3f}, 시험 {test:.3f}")

# %% two-failures
(under_train, under_test), (good_train, good_test) = scores[1e-4], scores[1e-2]
over_train, over_test = scores[10.0]
majority = float(max(np.mean(y_test), 1 - np.mean(y_test)))  # 늘 많은 쪽이라고 답할 때
print(f"늘 많은 쪽이라고 답하면 {majority:.3f}")
assert over_train == 1 and abs(over_test - majority) < 1e-9  # 외웠을 뿐이다
assert under_train < 0.85 and abs(under_train - under_test) < 0.05  # 과소적합은 둘 다 낮다
assert good_test > 0.95 and good_train - good_test < 0.05

# %% gamma-plot
fig, ax = plt.subplots(num="overfit-gamma", figsize=(7, 3), layout="constrained")
train, test = zip(*scores.values())
ax.semilogx(gammas, train, "--", marker="o", color="0.4", label="훈련")
ax.semilogx(gammas, test, marker="o", color="C0", label="시험")
ax.fill_between(gammas, test, train, color="C1", alpha=0.15, label="벌어진 틈")
ax.set_xticks(gammas, [f"{gamma:g}" for gamma in gammas])
ax.minorticks_off()
ax.set(title="gamma가 클수록 경계가 구불구불하다", xlabel="gamma (로그 눈금)", ylabel="정확도")
ax.legend()

# %% penalty-c
# C는 훈련 오류 하나에 매기는 벌금이다: 클수록 봐주지 않는다(하드 마진).
by_c = {C: both(gamma=0.1, C=C) for C in (0.1, 1.0, 100.0)}
for C, (train, test) in by_c.items():
    print(f"C {C:g}: 훈련 {train:.3f}, 시험 {test:.3f}")
assert by_c[0.1][0] < by_c[1.0][0] < by_c[100.0][0] == 1
assert by_c[0.1][1] <= by_c[1.0][1] <= by_c[100.0][1]  # 나빠지지 않았다


# %% other-splits
def test_score(seed, **options):
    """시드로 다시 나누어 배운 시험 정확도."""
    a, b, ya, yb = train_test_split(X, y, random_state=seed, stratify=y)
    scaler = StandardScaler().fit(a)
    return SVC(**options).fit(scaler.transform(a), ya).score(scaler.transform(b), yb)


assert all(abs(test_score(seed, gamma=10.0) - majority) < 1e-9 for seed in range(5))
pairs = [[test_score(seed, gamma=0.1, C=C) for C in (1.0, 100.0)] for seed in range(5)]
n_not_worse = sum(hard >= soft for soft, hard in pairs)
print(f"C를 1에서 100으로 올려도 시험이 나빠지지 않은 것 {n_not_worse}/5")
assert n_not_worse >= 4

# %% linear-gamma
values = [
    SVC(kernel="linear", gamma=g).fit(X_train, y_train).decision_function(X_test)
    for g in (0.001, 0.5, 50)
]
# True
print(np.array_equal(values[0], values[1]) and np.array_equal(values[0], values[2]))
assert all(np.array_equal(values[0], v) for v in values)

# %% fewer-weights
# 특성 맵 64장을 펼쳐 뉴런 128개에 잇는 완전 연결층의 가중치
n_full, n_pooled = 64 * 8 * 8 * 128, 64 * 4 * 4 * 128
print(f"{n_full:,} -> {n_pooled:,}")
assert n_full == 4 * n_pooled
