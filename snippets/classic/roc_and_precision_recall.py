"""ROC와 정밀도-재현율 곡선: 문턱을 하나로 정하지 않고 점수의 차례를 잰다.

주장: 손으로 그린 두 곡선이 sklearn과 같고, ROC 아래의 넓이는 양성 하나가 음성 하나보다 높은
    점수를 받을 확률이다. 같은 점수에서 음성만 열 배로 늘리면 ROC는 그대로이고 평균 정밀도는 크게
    떨어진다.
출처: Fawcett (2006); Davis & Goadrich (2006); sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

digits = load_digits()
is_eight, rng = digits.target == 8, np.random.default_rng(0)
noisy = digits.data + rng.normal(0, 6, digits.data.shape)  # (1797, 64) 어렵게 흐린다
model = LogisticRegression(C=1e-3, max_iter=500).fit(noisy[:900], is_eight[:900])
score, truth = model.decision_function(noisy[900:]), is_eight[900:]  # (897,), (897,)


# %% curves
def curves(score, truth):
    """점수가 높은 것부터 하나씩 양성이라고 부르며 잰 위양성률, 재현율, 정밀도."""
    order = np.argsort(-score)
    hits, alarms = np.cumsum(truth[order]), np.cumsum(~truth[order])  # TP, FP
    return alarms / alarms[-1], hits / hits[-1], hits / (hits + alarms)


fpr, recall, precision = curves(score, truth)
auc = float(np.trapezoid(np.r_[0, recall], np.r_[0, fpr]))
ap = float((np.diff(np.r_[0, recall]) * precision).sum())
print(f"ROC의 넓이 {auc:.3f}, 평균 정밀도 {ap:.3f}")
assert abs(auc - roc_auc_score(truth, score)) < 1e-9
assert abs(ap - average_precision_score(truth, score)) < 1e-9
assert np.allclose(precision_recall_curve(truth, score)[0][-2::-1], precision)

# %% pairs
wins = score[truth][:, None] > score[~truth]  # (양성, 음성) 모든 짝
won = float(wins.mean())
bent = float(roc_auc_score(truth, np.exp(score / 5)))  # 차례를 지키며 점수를 구긴다
n_pairs = wins.size
print(f"{n_pairs}짝 가운데 양성이 높은 것이 {won:.3f}")
assert abs(won - auc) < 1e-9 and abs(bent - auc) < 1e-9


# %% rare
# 같은 모델, 같은 점수에서 음성만 열 배로 늘린다.
more = np.repeat(score[~truth], 9)
many_score, many_truth = np.r_[score, more], np.r_[truth, np.zeros(len(more), bool)]
rare_auc = float(roc_auc_score(many_truth, many_score))
rare_ap = float(average_precision_score(many_truth, many_score))
share, rare_share = float(truth.mean()), float(many_truth.mean())
print(f"양성 {share:.1%} -> {rare_share:.1%}")
print(f"ROC의 넓이 {auc:.3f} -> {rare_auc:.3f}, 평균 정밀도 {ap:.3f} -> {rare_ap:.3f}")
assert abs(rare_auc - auc) < 1e-9 and rare_ap < ap - 0.2
coins = [np.random.default_rng(seed).random(len(truth)) for seed in range(20)]
coin_ap = float(np.mean([average_precision_score(truth, coin) for coin in coins]))
assert abs(coin_ap - share) < 0.03  # 찍는 수준은 0.5가 아니라 양성의 몫이다

# %% plot
fig, axes = plt.subplots(1, 2, num="roc-and-pr", figsize=(7.8, 3.2), layout="constrained")
rare_fpr, rare_recall, rare_precision = curves(many_score, many_truth)
axes[0].plot(fpr, recall, label=f"양성 {share:.0%}")
axes[0].plot(rare_fpr, rare_recall, "--", label=f"양성 {rare_share:.0%}")
axes[0].plot([0, 1], [0, 1], "k:", lw=1)
axes[0].set(title="ROC: 겹친다", xlabel="위양성률", ylabel="재현율")
axes[1].plot(recall, precision)
axes[1].plot(rare_recall, rare_precision, "--")
axes[1].set(title="정밀도와 재현율: 무너진다", xlabel="재현율", ylabel="정밀도")
axes[0].legend()
