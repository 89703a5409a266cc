"""이상탐지와 문턱값: 정상만 배우고, 문턱은 따로 둔 정상에서 정한다.

주장: 훈련 오차의 평균 + k*표준편차로 정한 문턱은 k=1에서 처음 보는 정상의 절반 넘게, k=3에서도
    열에 셋을 이상이라 한다. 따로 둔 정상의 분위수로 정하면 위양성이 뜻한 만큼에 가깝다.
    문턱이 너무 크면 이상을 놓친다.
출처: sklearn digits (0 = 정상); Hawkins et al. (2002)
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

X, y = load_digits(return_X_y=True)
zeros, others = X[y == 0] / 16, X[y != 0] / 16  # (178, 64), (1619, 64)
train, unseen = zeros[:100], zeros[100:]  # 정상만 배운다
n_train, n_unseen, n_others = len(train), len(unseen), len(others)

# %% score
pca = PCA(10).fit(train)


def error(pca, images):
    # (n, 64) -> (n, 10) -> (n, 64)
    rebuilt = pca.inverse_transform(pca.transform(images))
    return ((images - rebuilt) ** 2).mean(axis=1)  # (n,)


seen_error, unseen_error, other_error = (error(pca, rows) for rows in (train, unseen, others))
growth = float(unseen_error.mean() / seen_error.mean())
print(f"평균: 배운 0 {seen_error.mean():.4f}, 처음 보는 0 {unseen_error.mean():.4f}")
assert growth > 1.5

# %% by-std
rows = []
for k in (0, 1, 2, 3, 5, 10, 20, 40):
    cut = seen_error.mean() + k * seen_error.std()
    rows.append((k, (unseen_error > cut).mean(), (other_error > cut).mean()))
table = pd.DataFrame(rows, columns=["k", "위양성", "재현율"]).set_index("k").round(3)
alarms_1, alarms_3 = float(table.loc[1, "위양성"]), float(table.loc[3, "위양성"])
alarms_10, recall_10 = (float(v) for v in table.loc[10])
recall_40 = float(table.loc[40, "재현율"])
assert alarms_1 > 0.5 and alarms_3 > 0.3 and recall_40 < 0.8
assert alarms_10 < 0.06 and recall_10 > 0.999  # 둘 다 맞히는 문턱이 있는 쉬운 문제다
table

# %% by-quantile
calibration, test = unseen_error[::2], unseen_error[1::2]  # (39,), (39,)
n_test, one = len(test), 1 / len(test)
threshold = float(np.quantile(calibration, 0.95))
alarms = float((test > threshold).mean())
recall = float((other_error > threshold).mean())
print(f"위양성 {alarms:.1%}, 재현율 {recall:.1%}")
assert alarms < 0.15 and recall > 0.98


# %% mixed
def alarms_when_mixed(seed):
    mixed = np.random.default_rng(seed).permutation(zeros)  # 쓴 사람이 양쪽에 섞인다
    fitted = PCA(10).fit(mixed[:100])
    before, after = error(fitted, mixed[:100]), error(fitted, mixed[100:])
    return float((after > before.mean() + 3 * before.std()).mean())


n_mixed = 20
shuffles = [alarms_when_mixed(seed) for seed in range(n_mixed)]
mixed_alarms, mixed_worst = float(np.median(shuffles)), max(shuffles)
print(f"k=3의 위양성: 차례대로 {alarms_3:.1%}, 섞으면 {mixed_alarms:.1%} ({mixed_worst:.1%} 이하)")
assert mixed_worst < alarms_3 and mixed_alarms < alarms_3 / 2

# %% threshold-plot
fig, ax = plt.subplots(num="anomaly-threshold", figsize=(7.4, 3.2), layout="constrained")
bins = np.geomspace(0.002, 0.3, 45)
for values, name in (
    (seen_error, "배운 0"),
    (unseen_error, "처음 보는 0"),
    (other_error, "1부터 9"),
):
    ax.hist(values, bins, weights=np.full(len(values), 1 / len(values)), alpha=0.6, label=name)
for cut, style, name in (
    (seen_error.mean() + seen_error.std(), ":", "평균 + 표준편차"),
    (threshold, "--", "따로 둔 0의 95%"),
):
    ax.axvline(cut, color="k", ls=style, label=name)
ax.set(
    xscale="log", xlabel="복원 오차 (로그 눈금)", ylabel="비율", title="왼쪽은 정상, 오른쪽은 이상"
)
ax.legend(fontsize=8)
