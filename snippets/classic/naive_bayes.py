"""나이브 베이즈: 픽셀이 서로 상관없다고 치고 세기만 해서 숫자를 가린다.

주장: 손으로 센 나이브 베이즈는 sklearn의 BernoulliNB와 같다. 다섯 번 나누어 모두 정확도가 80%를
    넘지만, 스스로 말하는 확률의 평균은 정확도보다 높다. 픽셀을 세 벌 베끼면 답은 그대로인데
    확신만 커진다.
출처: Hand & Yu (2001); sklearn digits
"""

# %% setup
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import BernoulliNB

digits, seeds = load_digits(), range(5)
ink = digits.data > 7  # (1797, 64) 칠해진 픽셀인가
splits = [train_test_split(ink, digits.target, test_size=0.5, random_state=s) for s in seeds]


# %% learn
def learn(ink, y):
    """숫자마다의 몫과, 숫자마다 픽셀이 칠해질 확률. 1과 2는 빈칸을 막는 라플라스 평활이다."""
    prior = np.array([(y == k).mean() for k in range(10)])  # (10,)
    dark = np.array([(ink[y == k].sum(0) + 1) / ((y == k).sum() + 2) for k in range(10)])
    return prior, dark  # dark는 (10, 64)


def predict(ink, prior, dark):
    score = np.log(prior) + ink @ np.log(dark).T + ~ink @ np.log(1 - dark).T  # (N, 10)
    chance = np.exp(score - score.max(1, keepdims=True))
    return chance / chance.sum(1, keepdims=True)


# %% compare
rows = []
for X_train, X_test, y_train, y_test in splits:
    chance = predict(X_test, *learn(X_train, y_train))
    assert np.allclose(chance, BernoulliNB().fit(X_train, y_train).predict_proba(X_test))
    copied = predict(np.tile(X_test, 3), *learn(np.tile(X_train, 3), y_train))
    right = [(c.argmax(1) == y_test).mean() for c in (chance, copied)]
    rows.append([*right, chance.max(1).mean(), copied.max(1).mean()])
table = np.array(rows)  # (5, 4) 정확도 둘, 확신 둘
accuracy, copied_accuracy, sure, copied_sure = (float(v) for v in np.median(table, 0))
worst = float(table[:, 0].min())
print(f"정확도 {accuracy:.3f}, 확신 {sure:.3f}")
print(f"세 벌: 정확도 {copied_accuracy:.3f}, 확신 {copied_sure:.3f}")
assert worst > 0.8 and (table[:, 2] > table[:, 0] + 0.03).all()
assert (table[:, 3] > table[:, 2]).all() and np.abs(table[:, 0] - table[:, 1]).max() < 0.02
