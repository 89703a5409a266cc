# /// script
# [tool.maedeup]
# aliases = ["KNN 실습", "SVM 실습", "결정 트리 실습", "로지스틱 회귀 실습"]
# tags = ["실습"]
# requires = ["knn", "svm", "decision-tree", "logistic-regression", "confusion-matrix", "data-split"]
# source = [
#   "AI와 Flask 강의 노트 3-1절",
#   "scikit-learn 문서 cross_val_score",
#   "wolberg1995breast",
#   "aeberhard1992wine",
#   "fisher1936use",
# ]
# ///

# %% [markdown]
# # 실습: 네 분류기 겨루기
#
# [[knn]], [[svm]], [[decision-tree]], [[logistic-regression]] 가운데 어느 것이 가장 나은가.
# 강의의 코드는 분류기마다 데이터를 한 번 나누어 점수를 하나 얻는다.
# 여기서는 넷을 같은 표본으로 다섯 번씩 재어, 점수의 차이가 나누는 운보다 큰지부터 따진다.

# %% setup
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn import svm
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine
from sklearn.dummy import DummyClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import StratifiedKFold, cross_val_predict, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

# %% [markdown]
# ## 데이터
#
# scikit-learn에 든 세 가지이다. 종양이 악성인지, 와인이 어느 품종인지, 붓꽃이 어느 종인지를 잰 수로 맞힌다. 내려받을 것은 없다.

# %% data
datasets = {"유방암": load_breast_cancer(), "와인": load_wine(), "붓꽃": load_iris()}
cancer, wine = datasets["유방암"], datasets["와인"]
n_cancer = len(cancer.target)
shapes = {k: [*d.data.shape, len(d.target_names)] for k, d in datasets.items()}
assert list(cancer.target_names) == ["malignant", "benign"]  # 0이 악성이다
pd.DataFrame(shapes, index=["표본", "특성", "클래스"]).T

# %% [markdown]
# ## 겨루는 규칙
#
# 표본을 다섯 묶음으로 나누어 한 묶음씩 돌아가며 시험하고 나머지로 배운다. 이것이 5겹 교차 검증이고, 묶음마다 클래스의 비율을 지킨다([[data-split]]).
# 네 분류기가 같은 다섯 묶음을 쓴다.
# 설정은 $k=5$, [[kernel-trick|RBF]] 커널과 `C=1`, 끝까지 가르는 나무처럼 scikit-learn이 정한 값 그대로이고 고르지 않는다. 고르지 않았으므로 시험 묶음을 미리 본 일도 없다.
#
# 거리를 재거나 가중치에 벌점을 주는 셋은 특성 스케일링(feature scaling)을 한 뒤에 배운다. 나무는 한 번에 특성 하나만 보므로 맞출 것이 없다.
# 평균과 표준편차도 훈련 묶음에서만 구하도록 `make_pipeline`으로 묶는다.

# %% contestants
classifiers = {
    "k-NN": make_pipeline(StandardScaler(), KNeighborsClassifier(n_neighbors=5)),
    "SVM": make_pipeline(StandardScaler(), svm.SVC()),
    "결정 트리": DecisionTreeClassifier(random_state=0),
    "로지스틱 회귀": make_pipeline(StandardScaler(), LogisticRegression()),
}
folds = StratifiedKFold(5)


def score(model, dataset):
    return cross_val_score(model, dataset.data, dataset.target, cv=folds)  # (5,) 정확도


# %% [markdown]
# ## 넘어야 할 선
#
# 가장 흔한 클래스만 답하는 예측의 정확도이다.
# 표준화의 효과도 와인의 k-NN으로 재어 둔다.

# %% baselines
common = {k: score(DummyClassifier(), d).mean() for k, d in datasets.items()}
unscaled = float(score(KNeighborsClassifier(5), wine).mean())
rescaled = float(score(classifiers["k-NN"], wine).mean())
print({k: round(float(v), 3) for k, v in common.items()})
print(f"와인의 k-NN: 그대로 {unscaled:.3f}, 표준화하면 {rescaled:.3f}")
assert rescaled > unscaled + 0.2 and max(common.values()) < 0.65

# %% [markdown]
# 와인에서 k-NN은 표준화하기만 해도 ![[lab-classic-classifiers.py#unscaled|.1%]]에서 ![[lab-classic-classifiers.py#rescaled|.1%]](으)로 오른다. 분류기를 바꾸는 것보다 큰 차이이다.
#
# ## 결과

# %% scores
scores = {k: {m: score(c, d) for m, c in classifiers.items()} for k, d in datasets.items()}
mean = {k: {m: float(s.mean()) for m, s in v.items()} for k, v in scores.items()}
spread = {k: {m: float(s.std()) for m, s in v.items()} for k, v in scores.items()}
tree_mean, tree_spread = mean["유방암"]["결정 트리"], spread["유방암"]["결정 트리"]
top_mean, top_spread = (
    mean["유방암"]["로지스틱 회귀"],
    spread["유방암"]["로지스틱 회귀"],
)
assert all(min(v.values()) > common[k] + 0.2 for k, v in mean.items())
assert all(max(v.values()) - min(v.values()) < rescaled - unscaled for v in mean.values())
text = {k: {m: f"{mean[k][m]:.3f} ± {spread[k][m]:.3f}" for m in classifiers} for k in datasets}
pd.DataFrame(text)

# %% plot-scores
fig, axes = plt.subplots(
    1, 3, num="classifier-scores", figsize=(7.5, 3), sharey=True, layout="constrained"
)
for ax, (name, by_model) in zip(axes, scores.items(), strict=True):
    for i, s in enumerate(by_model.values()):
        ax.plot(s, np.full(5, i) + np.linspace(-0.2, 0.2, 5), "o", color="C0", alpha=0.6)
        ax.plot([s.mean()] * 2, [i - 0.35, i + 0.35], color="k", linewidth=2)
    ax.set(title=name, xlabel="정확도", xlim=(0.8, 1.01))
axes[0].set(yticks=range(4), yticklabels=list(classifiers))
axes[0].invert_yaxis()

# %% [markdown]
# 점 하나가 묶음 하나의 정확도이고 세로줄이 평균이다. 표에서 ± 뒤의 수는 다섯 묶음의 표준편차이다.
# 같은 분류기의 점도 이만큼 흩어지므로, 평균의 셋째 자리를 견주는 것은 뜻이 없다.
# 평균이 가장 높은 분류기와 견주어, 평균 ± 표준편차의 범위가 겹치지 않을 때에만 뒤졌다고 적는다.

# %% verdict
behind = {}
for k in datasets:
    best = max(mean[k], key=mean[k].get)
    floor = mean[k][best] - spread[k][best]
    behind[k] = [m for m in classifiers if mean[k][m] + spread[k][m] < floor]
    print(f"{k}: 평균이 가장 높은 것 {best}, 확실히 뒤진 것 {behind[k] or '없음'}")
n_winners = sum(len(v) == 3 for v in behind.values())
print("혼자 앞선 분류기가 있는 데이터:", n_winners)
assert behind["유방암"] == behind["와인"] == ["결정 트리"] and not behind["붓꽃"]
assert n_winners == 0

# %% [markdown]
# 세 데이터 어디에서도 혼자 앞선 분류기는 없다.
# 결정 트리는 유방암과 와인에서 확실히 뒤지고 붓꽃에서는 가릴 수 없다. 유방암에서 결정 트리(![[lab-classic-classifiers.py#tree_mean|.3f]] ± ![[lab-classic-classifiers.py#tree_spread|.3f]])는 로지스틱 회귀(![[lab-classic-classifiers.py#top_mean|.3f]] ± ![[lab-classic-classifiers.py#top_spread|.3f]])와 범위가 겹치지 않는다.
# 나머지 셋의 차례는 표본을 달리 나누면 바뀔 수 있어 매기지 않는다.
# 다섯 묶음은 훈련 표본을 나누어 쓰므로 서로 독립이 아니다. 범위가 겹치는지 보는 것은 엄밀한 검정이 아니라 성급한 결론을 막는 자이다.
#
# ## 학습 곡선
#
# 표본이 적을 때에는 차례가 달라지는지, 유방암에서 훈련 표본의 수를 늘려 가며 같은 다섯 묶음으로 시험한다.


# %% learning-curve
def curve(model, sizes):
    rng, table = np.random.default_rng(0), []
    for train, test in folds.split(cancer.data, cancer.target):
        order = rng.permutation(train)
        for part in (order[:s] for s in sizes):
            model.fit(cancer.data[part], cancer.target[part])
            table.append(model.score(cancer.data[test], cancer.target[test]))
    return np.reshape(table, (5, -1)).mean(0)  # (묶음, 크기) -> (크기,)


sizes = [20, 40, 80, 160, 320, 455]
curves = {m: curve(c, sizes) for m, c in classifiers.items()}
few_best, few_tree = (
    max(float(c[0]) for c in curves.values()),
    float(curves["결정 트리"][0]),
)
print({m: c.round(2).tolist() for m, c in curves.items()})
assert all(c[-1] > c[0] for c in curves.values())
assert curves["결정 트리"][3:].max() <= curves["결정 트리"][2]

# %% plot-curve
fig, ax = plt.subplots(num="classifier-curve", figsize=(7, 3), layout="constrained")
for name, values in curves.items():
    ax.plot(sizes, values, marker="o", label=name)
ax.set(title="유방암: 학습 곡선", xlabel="훈련 표본의 수 (로그 눈금)", ylabel="시험 정확도")
ax.set(xscale="log", xticks=sizes, xticklabels=sizes)
ax.minorticks_off()
ax.legend()

# %% [markdown]
# 표본이 20개이면 가장 나은 분류기도 ![[lab-classic-classifiers.py#few_best|.1%]]이고 결정 트리는 ![[lab-classic-classifiers.py#few_tree|.1%]]이다.
# 다 쓰면 넷 모두 20개일 때보다 높지만, 결정 트리는 80개 뒤로 더 오르지 않는다.
#
# ## 무엇을 틀리나
#
# 정확도가 비슷해도 틀리는 방법은 다를 수 있다. 유방암에서 시험 묶음의 답을 모아 [[confusion-matrix]]을(를) 만든다.

# %% confusion
tables = {
    m: confusion_matrix(cancer.target, cross_val_predict(c, cancer.data, cancer.target, cv=folds))
    for m, c in classifiers.items()
}  # (2, 2) 행이 정답, 열이 예측
# 악성인데 양성(良性)이라고 답한 것
missed = {m: int(t[0, 1]) for m, t in tables.items()}
alarms = {m: int(t[1, 0]) for m, t in tables.items()}
missed_knn, missed_log = missed["k-NN"], missed["로지스틱 회귀"]
n_malignant = int((cancer.target == 0).sum())
assert all(t.sum() == n_cancer for t in tables.values())
pd.DataFrame({"놓친 악성": missed, "위양성": alarms})

# %% plot-confusion
fig, axes = plt.subplots(
    1,
    4,
    num="classifier-confusion",
    figsize=(7.5, 2.5),
    sharey=True,
    layout="constrained",
)
for ax, (name, table) in zip(axes, tables.items(), strict=True):
    ax.imshow(np.log1p(table), cmap="gray", vmin=0, vmax=2 * np.log1p(table.max()))
    for (r, c), value in np.ndenumerate(table):
        ax.text(c, r, value, ha="center", va="center", color="1.0")
    ax.set(title=name, xlabel="예측", xticks=[0, 1], xticklabels=["악성", "해롭지 않음"])
    ax.grid(False)
axes[0].set(ylabel="정답", yticks=[0, 1], yticklabels=["악성", "해롭지 않음"])

# %% [markdown]
# 악성 ![[lab-classic-classifiers.py#n_malignant]]개 가운데 k-NN은 ![[lab-classic-classifiers.py#missed_knn]]개를, 로지스틱 회귀는 ![[lab-classic-classifiers.py#missed_log]]개를 놓친다.
# 놓친 악성과 위양성의 값이 다르다면 정확도로 고르지 말고 이 표로 골라야 한다.
#
# ## 강의의 코드에서 고친 것
#
# 위의 코드는 강의의 네 조각을 하나로 묶은 것이다. 그대로 옮기지 않은 다섯 곳을 실행해 보인다.

# %% shadow
X, t = cancer.data, cancer.target
module = svm
svm = svm.SVC(kernel="linear")  # 모듈의 이름을 모델이 덮어쓴다
try:
    svm.SVC(kernel="linear")
except AttributeError as e:
    shadow_error = str(e)
    print(type(e).__name__, e)
svm = module
assert "no attribute 'SVC'" in shadow_error

few = StandardScaler().fit_transform(X)[:200]
values = [
    svm.SVC(kernel="linear", gamma=g).fit(few, t[:200]).decision_function(few)
    for g in (0.001, 0.5, 50)
]
gamma_gap = float(np.ptp(values, axis=0).max())
print("선형 커널에서 gamma를 바꿀 때 판별값의 차이:", gamma_gap)
assert gamma_gap == 0

# %% [markdown]
# > **원 노트에서 고친 것: `svm = svm.SVC(kernel="linear", C=1, gamma=0.5)`.**
# > 한 번은 돌지만 셀을 다시 실행하면 위의 오류가 난다. 모델에는 다른 이름을 준다.
# > `gamma`는 선형 커널에 쓰이지 않는다. 0.001에서 50까지 바꾸어도 판별값의 차이가 ![[lab-classic-classifiers.py#gamma_gap|.0f]]이다.

# %% two-names
table = confusion_matrix(
    wine.target, classifiers["결정 트리"].fit(wine.data, wine.target).predict(wine.data)
)
try:
    pd.DataFrame(table, index=["Actual Negative", "Actual Positive"])
except ValueError as e:
    names_error = str(e)
    print(type(e).__name__, e)
assert "(3, 3)" in names_error
pd.DataFrame(table, index=wine.target_names, columns=wine.target_names)

# %% [markdown]
# > **원 노트에서 고친 것: 혼동 행렬에 두 이름을 박아 둔다.**
# > 클래스가 셋이면 표도 3 × 3이라 오류가 난다. 이름은 데이터의 `target_names`에서 가져온다.
# > 이 표는 이름을 보이려고 훈련 표본으로 만든 것이라 점수로 읽으면 안 된다.

# %% logistic
digits = load_digits()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    LogisticRegression().fit(digits.data, digits.target)
warned = any(issubclass(w.category, ConvergenceWarning) for w in caught)
with warnings.catch_warnings():
    warnings.simplefilter("error", ConvergenceWarning)
    # 경고가 나면 여기서 멈춘다
    LogisticRegression().fit(digits.data / 16, digits.target)
print("표준화하지 않은 손글씨에서 수렴 경고가 나는가:", warned)

model = classifiers["로지스틱 회귀"].fit(X, t)
line = LinearRegression().fit(X, t).predict(X)
line_low, line_high = float(line.min()), float(line.max())
print(
    "predict:",
    np.unique(model.predict(X)),
    "/ predict_proba:",
    model.predict_proba(X)[:2, 1].round(4),
)
print(f"0과 1을 맞힌 선형 회귀: {line_low:.2f} ~ {line_high:.2f}")
assert warned and set(model.predict(X)) == {0, 1} and line_low < 0 and line_high > 1

# %% [markdown]
# > **바로잡음: `LogisticRegression()`을 그대로 쓰고, 예측은 0과 1 사이라고 한다.**
# > 표준화하지 않으면 정해진 걸음 안에 수렴하지 못했다는 경고가 난다. 표준화하거나 `max_iter`를 늘린다.
# > 0과 1 사이인 것은 `predict_proba`이고 `predict`는 클래스를 낸다. 0과 1을 맞히게 한 [[linear-regression]]은(는) ![[lab-classic-classifiers.py#line_low|.2f]]에서 ![[lab-classic-classifiers.py#line_high|.2f]]까지 벗어난다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 묶음을 섞는 난수를 바꾸어 열 번 되풀이하면 유방암의 첫째는 몇 번 바뀌는가.
#   답: 열 번 가운데 ![[classic_answers.py#n_changes]]번이 다른 분류기이다. 첫째가 된 분류기는 모두 ![[classic_answers.py#n_firsts]]가지이다.
# - 나무의 깊이를 3으로 묶으면 다른 셋을 따라잡는가. 깊이는 훈련 묶음 안에서 골라야 한다.
#   답: 따라잡지 못한다. 섞는 난수 다섯의 중앙값이 ![[classic_answers.py#one_tree|.3f]]에서 ![[classic_answers.py#chosen_tree|.3f]](으)로 바뀔 뿐이고, 셋 가운데 가장 낮은 것도 ![[classic_answers.py#others|.3f]]이다.
# - 나무 여럿의 답을 모으는 `RandomForestClassifier`는 나무 하나보다 얼마나 나은가.
#   답: 나무 30그루의 중앙값이 ![[classic_answers.py#many_trees|.3f]]이고, 섞는 난수 다섯에서 모두 나무 하나보다 높다. 까닭은 [[random-forest]]에 있다.
# - 문턱값을 낮추어 놓친 악성을 절반으로 줄이면 위양성은 얼마나 느는가.
#   답: 로지스틱 회귀에서 놓친 악성을 ![[classic_answers.py#missed_before]]명에서 ![[classic_answers.py#missed_after]]명으로 줄이면 위양성이 ![[classic_answers.py#alarms_before]]명에서 ![[classic_answers.py#alarms_after]]명으로 는다. 문턱은 ![[classic_answers.py#threshold|.2f]]이고, 같은 데이터에서 고른 것이라 조금 좋게 나온 수이다.
#
#   ![[classic_answers.py#threshold|code]]
