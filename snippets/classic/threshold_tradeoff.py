"""문턱값을 옮기면 정밀도와 재현율이 자리를 바꾼다.

주장: 문턱을 오른쪽으로 옮기면 양성이라는 답이 줄어 재현율이 떨어진다. sklearn의 breast_cancer는
    번호 1이 해롭지 않은 종양(benign)이라, 악성을 찾으려면 pos_label=0을 알려야 한다.
출처: sklearn breast_cancer
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score, recall_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

cancer = load_breast_cancer()
X, malignant = cancer.data[:, :10], cancer.target == 0  # 앞의 특성 열 개만
X_train, X_test, y_train, y_test = train_test_split(
    X, malignant, test_size=0.5, random_state=0, stratify=malignant
)
scaler = StandardScaler().fit(X_train)
model = LogisticRegression().fit(scaler.transform(X_train), y_train)
probability = model.predict_proba(scaler.transform(X_test))[:, 1]  # (285,) 악성일 확률

# %% move
cuts = np.linspace(0.02, 0.98, 49)
precision = [precision_score(y_test, probability >= c) for c in cuts]
recall = [recall_score(y_test, probability >= c) for c in cuts]
missed = {c: int((y_test & (probability < c)).sum()) for c in (0.1, 0.5, 0.9)}
alarms = {c: int((~y_test & (probability >= c)).sum()) for c in (0.1, 0.5, 0.9)}
print("놓친 악성:", missed, "위양성:", alarms)
missed_low, missed_high = missed[0.1], missed[0.9]
alarms_low, alarms_high = alarms[0.1], alarms[0.9]
assert all(np.diff(recall) <= 0)  # 재현율은 오를 수 없다
assert missed_low < missed_high and alarms_low > alarms_high

# %% positive-label
guess = (probability < 0.5).astype(int)  # sklearn의 번호로: 1이 benign, 0이 malignant
benign_recall = float(recall_score(~y_test, guess))
malignant_recall = float(recall_score(~y_test, guess, pos_label=0))
print(f"기본값 {benign_recall:.3f}, pos_label=0 {malignant_recall:.3f}")
assert list(cancer.target_names) == ["malignant", "benign"]
assert benign_recall > malignant_recall

# %% plot
fig, axes = plt.subplots(1, 2, num="threshold-tradeoff", figsize=(7.8, 3), layout="constrained")
bins = np.linspace(0, 1, 21)
axes[0].hist(
    [probability[~y_test], probability[y_test]], bins, stacked=True, label=["악성 아님", "악성"]
)
axes[0].axvline(0.5, color="k", linestyle="--")
axes[0].text(0.52, 45, "문턱: 오른쪽을\n악성이라 한다", fontsize=8)
axes[0].set(title="종양의 점수", xlabel="악성일 확률", ylabel="사람 수")
axes[0].legend(loc="upper right", fontsize=8)
axes[1].plot(cuts, precision, color="C0", label="정밀도")
axes[1].plot(cuts, recall, "--", color="C1", label="재현율")
axes[1].set(title="문턱을 옮기면", xlabel="문턱값")
axes[1].legend()
