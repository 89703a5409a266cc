"""혼동 행렬: 무엇을 무엇으로 잘못 보았는지 센다.

주장: 손으로 센 표가 sklearn과 같고, 펼치는 차례는 tn, fp, fn, tp다. 정확도, 정밀도, 재현율, F1은
    이 네 수로 정해진다. 세 클래스에는 3x3 표가 필요해서 이름이 둘뿐이면 ValueError가 난다.
출처: sklearn wine, digits, breast_cancer
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.datasets import load_digits, load_wine
from sklearn.metrics import (
    ConfusionMatrixDisplay,
    confusion_matrix,
    f1_score,
    precision_score,
    recall_score,
)
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

wine = load_wine()
X_train, X_test, y_train, y_test = train_test_split(
    wine.data, wine.target, test_size=0.4, random_state=0, stratify=wine.target
)
y_pred = DecisionTreeClassifier(random_state=0).fit(X_train, y_train).predict(X_test)

# %% count
table = np.zeros((3, 3), int)
for actual, guess in zip(y_test, y_pred):
    table[actual, guess] += 1  # 행은 정답, 열은 예측
accuracy = float(np.trace(table) / table.sum())
print(table)
assert np.array_equal(table, confusion_matrix(y_test, y_pred))
assert table[0, 2] == table[2, 0] == 0  # 0과 2는 서로 혼동하지 않았다
assert abs(accuracy - (y_test == y_pred).mean()) < 1e-12

# %% heatmap
fig, ax = plt.subplots(num="confusion-heatmap", figsize=(4.4, 3.6), layout="constrained")
labels = ["품종 0", "품종 1", "품종 2"]
ConfusionMatrixDisplay(table, display_labels=labels).plot(ax=ax, cmap="Blues", colorbar=False)
ax.grid(False)
ax.set(title="대각선이 맞힌 것", xlabel="예측", ylabel="정답")
# %% ravel
y_true = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
y_guess = [1, 1, 1, 1, 0, 1, 1, 0, 0, 0]
tn, fp, fn, tp = (int(n) for n in confusion_matrix(y_true, y_guess).ravel())
print(f"TN {tn}, FP {fp}, FN {fn}, TP {tp}")
precision, recall = tp / (tp + fp), tp / (tp + fn)
assert (tn, fp, fn, tp) == (3, 2, 1, 4)
assert abs(precision - precision_score(y_true, y_guess)) < 1e-12
assert abs(recall - recall_score(y_true, y_guess)) < 1e-12

# %% lazy
# 손글씨에서 8만 찾는 일: 늘 “8이 아니다”라고 답한다.
is_eight = load_digits().target == 8
lazy_accuracy = float(np.mean(~is_eight))
lazy_recall = float(recall_score(is_eight, np.zeros(len(is_eight), bool)))
print(f"정확도 {lazy_accuracy:.3f}, 재현율 {lazy_recall:.3f}")
assert lazy_accuracy > 0.89 and lazy_recall == 0

# %% f1
# 거꾸로 늘 “8이다”라고 답하면 재현율은 1이다.
eager = np.ones(len(is_eight), bool)
eager_precision = float(precision_score(is_eight, eager))
mean = (eager_precision + 1.0) / 2
f1 = 2 * eager_precision * 1.0 / (eager_precision + 1.0)
print(f"정밀도 {eager_precision:.3f}, 재현율 1.000: 평균 {mean:.3f}, F1 {f1:.3f}")
assert abs(f1 - f1_score(is_eight, eager)) < 1e-12
assert f1_score(is_eight, ~eager, zero_division=0) == 0  # 늘 아니라고 해도 0이다
assert f1 <= mean and f1 <= 2 * eager_precision  # 작은 쪽의 두 배를 넘지 못한다

# %% two-names
try:
    pd.DataFrame(table, columns=["Pred Negative", "Pred Positive"], index=["Neg", "Pos"])
    error = None
except ValueError as caught:
    error = caught
    print(type(error).__name__, error)
assert "(3, 3)" in str(error) and "(2, 2)" in str(error)
named = pd.DataFrame(table, columns=wine.target_names, index=wine.target_names)
assert named.loc["class_0", "class_0"] == table[0, 0]
