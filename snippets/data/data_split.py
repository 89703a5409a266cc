"""훈련, 검증, 시험: 고르는 데 쓴 점수는 부풀려져 있다.

주장: 와인 데이터를 쉰 번 새로 나누어 k-최근접 이웃의 k를 검증으로 고르면, 고를 때의 검증 점수가
    시험 점수보다 평균 0.02 넘게 높다. 시험으로 골라도 그만큼 부풀려진다.
출처: 파이토치 학습 절차 노트; Hastie et al. (2009) 7장; sklearn wine
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

X, y = load_wine(return_X_y=True)


# %% split
def split(seed):
    ids, rule = np.arange(len(y)), {"test_size": 36, "random_state": seed}
    rest, test = train_test_split(ids, stratify=y, **rule)
    train, valid = train_test_split(rest, stratify=y[rest], **rule)
    return train, valid, test  # 번호로 나눈다: 서로 겹치지 않는다


train, valid, test = split(seed=0)
n_train, n_valid, n_test = len(train), len(valid), len(test)
print(n_train, n_valid, n_test)
assert sorted([*train, *valid, *test]) == list(range(len(y)))
shares = [np.bincount(y[part]) / len(part) for part in (train, valid, test)]
assert np.ptp(shares, axis=0).max() < 0.03  # 세 조각의 클래스 비율이 거의 같다


# %% scores
def scores_by_k(train, part, ks):
    """k마다 part의 정확도. 평균과 표준편차는 훈련 데이터에서만 구한다."""
    mean, std = X[train].mean(0), X[train].std(0)
    fit, ask = (X[train] - mean) / std, (X[part] - mean) / std
    gaps = ((ask[:, None] - fit) ** 2).sum(2)  # (P, 1, 13) - (T, 13) -> (P, T)
    near = y[train][gaps.argsort(1, kind="stable")]  # (P, T): 가까운 정답부터
    votes = np.eye(3)[near].cumsum(1)  # (P, T, 3): 이웃 k명까지의 표
    return np.array([(votes[:, k - 1].argmax(1) == y[part]).mean() for k in ks])


ks = range(1, 31)
z = (X - X[train].mean(0)) / X[train].std(0)
for k in (1, 5, 9):
    library = KNeighborsClassifier(k, algorithm="brute").fit(z[train], y[train])
    expected = library.score(z[valid], y[valid])
    assert abs(scores_by_k(train, valid, [k])[0] - expected) < 1e-9

# %% fifty
rows = []
for seed in range(50):
    train, valid, test = split(seed)
    on_valid, on_test = (scores_by_k(train, p, ks) for p in (valid, test))
    k = on_valid.argmax()  # 검증으로 고른다
    rows.append((on_valid[k], on_test[k], on_test.max(), on_test.mean()))
picked, honest, cheated, average = (float(v) for v in np.mean(rows, axis=0))
print(f"고른 k의 검증 점수 {picked:.3f}, 같은 k의 시험 점수 {honest:.3f}")
print(f"시험으로 골랐다면 {cheated:.3f}, k를 아무렇게나 골랐다면 {average:.3f}")
assert picked > honest + 0.02 and cheated > honest + 0.02

# %% bars-plot
fig, (left, right) = plt.subplots(2, 1, num="split-bars", figsize=(7.5, 4), height_ratios=[1, 2.2])
start = 0
parts = [("훈련", n_train, "가중치"), ("검증", n_valid, "고르기"), ("시험", n_test, "한 번 재기")]
for i, (name, size, use) in enumerate(parts):
    left.barh(0, size, left=start, color=f"C{i}", alpha=0.5)
    left.text(start + size / 2, 0, f"{name} {size}\n{use}", ha="center", va="center")
    start += size
left.set(title="와인 데이터를 셋으로 나누기", xlim=(0, start), yticks=[], xticks=[])
names = ["검증에서 고른 k의 검증 점수", "같은 k의 시험 점수", "시험에서 고른 k의 시험 점수"]
values = [picked, honest, cheated]
right.barh(names, values, color=["C1", "C2", "C3"], alpha=0.7, height=0.6)
for i, v in enumerate(values):
    right.text(v + 0.0007, i, f"{v:.3f}", va="center")
right.set(title="50번 나누어 평균 낸 정확도", xlim=(0.94, 0.995))
right.invert_yaxis()
fig.tight_layout()
