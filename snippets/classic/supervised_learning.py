"""지도학습: 정답이 붙은 표본에서 규칙을 얻어 처음 보는 입력에 답한다.

주장: 분류와 회귀를 가르는 것은 입력이 아니라 출력이다. 평균에 가까운 쪽으로 답하는 손으로 쓴
    분류기는 sklearn의 NearestCentroid와 같다. 표본을 외운 사전은 처음 보는 입력에 답하지
    못한다.
출처: sklearn iris (Fisher, 1936), diabetes (Efron et al., 2004)
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from regions import draw_points, draw_regions
from sklearn.datasets import load_diabetes, load_iris
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import NearestCentroid

iris, diabetes = load_iris(), load_diabetes(scaled=False)
species = ["세토사", "버시컬러", "버지니카"]
split = train_test_split(iris.data, iris.target, random_state=0, stratify=iris.target)
X_train, X_test, y_train, y_test = split


# %% two-answers
def n_values(column):
    return len(np.unique(column))


n_classes, n_progress = n_values(iris.target), n_values(diabetes.target)
n_petal, n_sex = n_values(iris.data[:, 2]), n_values(diabetes.data[:, 1])
print(f"붓꽃: 꽃잎 길이 {n_petal}가지 -> 품종 {n_classes}가지")
print(f"당뇨: 성별 {n_sex}가지, 그 밖의 아홉 -> 진행 정도 {n_progress}가지")
assert n_petal > 10 * n_classes  # 분류인데 입력은 연속이다
assert n_sex == 2 and n_progress > 100  # 회귀인데 입력 하나는 이산이다


# %% fit-predict
def fit(X, y):
    # (3, 4) 품종마다 평균
    return np.stack([X[y == k].mean(axis=0) for k in np.unique(y)])


def predict(means, X):
    gaps = np.linalg.norm(X[:, None] - means, axis=-1)  # (n, 3) 평균까지의 거리
    return gaps.argmin(axis=1)


means = fit(X_train, y_train)
n_test, accuracy = len(y_test), float((predict(means, X_test) == y_test).mean())
library = NearestCentroid().fit(X_train, y_train).predict(X_test)
print(f"처음 보는 꽃 {n_test}송이의 정확도 {accuracy:.3f}")
assert (predict(means, X_test) == library).all()
assert accuracy > 0.9

# %% memorize
# 표본과 정답을 그대로 적어 둔 사전
answers = {tuple(x): k for x, k in zip(X_train, y_train)}
train_hits = float(np.mean([answers[tuple(x)] == k for x, k in zip(X_train, y_train)]))
n_unanswered = sum(tuple(x) not in answers for x in X_test)
print(f"외운 꽃의 정확도 {train_hits:.0%}, 답하지 못한 새 꽃 {n_unanswered}송이 / {n_test}송이")
assert train_hits == 1 and n_unanswered > 0.9 * n_test

# %% plot
fig, axes = plt.subplots(1, 2, num="two-kinds", figsize=(7.6, 3.3), layout="constrained")
petals = iris.data[:, 2:]  # (150, 2)
draw_regions(axes[0], lambda p: predict(fit(petals, iris.target), p), petals)
draw_points(axes[0], petals, iris.target, species)
axes[0].set(title="분류: 답은 품종", xlabel="꽃잎 길이 (cm)", ylabel="꽃잎 너비 (cm)")
axes[0].legend(loc="upper left", fontsize=8)
bmi, progress = diabetes.data[:, [2]], diabetes.target
axes[1].plot(bmi, progress, "o", ms=3, color="C0", alpha=0.4)
ends = np.array([[18.0], [42.0]])
axes[1].plot(ends, LinearRegression().fit(bmi, progress).predict(ends), color="C1")
axes[1].set(title="회귀: 답은 수", xlabel="체질량 지수", ylabel="1년 뒤 진행 정도")
