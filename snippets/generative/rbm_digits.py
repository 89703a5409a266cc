"""손글씨 숫자를 배운 RBM과, 그 특성의 쓸모.

주장: 배우면 복원 오차가 줄고, 잡음에서 출발한 사슬이 숫자 꼴의 그림을 낸다.
    시드 다섯 모두 RBM 특성 위의 로지스틱 회귀는 픽셀 위의 것보다 1%포인트 넘게 낫지 않다.
    쌓을 때 첫 RBM의 가중치는 둘째를 배우는 동안 그대로다.
출처: Hinton (2002); Hinton, Osindero & Teh (2006); scikit-learn digits, BernoulliRBM
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from digit_rbm import RBM, images, labels
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neural_network import BernoulliRBM


def split(seed):
    return train_test_split(images, labels, test_size=0.2, stratify=labels, random_state=seed)


x, x_test, y, y_test = split(0)

# %% train
first = RBM(64, 100)
errors = first.fit(x)
mean_guess = ((x - x.mean(0)) ** 2).mean()  # 늘 평균 그림을 내는 것
print(f"복원 오차 {errors[0]:.3f} -> {errors[-1]:.3f}, 평균 그림 {mean_guess:.3f}")
assert errors[-1] < errors[0] / 2 and errors[-1] < mean_guess

# %% dream
chain = first.flip(np.full((10, 64), 0.5))
stages = [chain]
for step in range(1, 1001):
    picture = first.visible(first.flip(first.hidden(chain)))
    chain = first.flip(picture)
    if step in (1, 10, 1000):
        stages.append(picture)

# %% filters-plot
fig, axes = plt.subplots(4, 10, num="rbm-filters", figsize=(7.5, 3.2), layout="constrained")
order = np.argsort(-np.abs(first.W).max(0))
for ax, k in zip(axes.flat, order):
    ax.imshow(first.W[:, k].reshape(8, 8), cmap="RdBu_r", vmin=-2, vmax=2)
    ax.axis("off")
fig.suptitle("은닉 뉴런 40개의 가중치 (붉으면 양수)")

# %% dream-plot
fig, axes = plt.subplots(4, 10, num="rbm-dreams", figsize=(7.5, 3.2), layout="constrained")
for row, (pictures, name) in enumerate(zip(stages, ("잡음", "1번", "10번", "1,000번"))):
    for ax, p in zip(axes[row], pictures):
        ax.imshow(p.reshape(8, 8), cmap="gray")
        ax.set(xticks=[], yticks=[])
    axes[row, 0].set_ylabel(name, rotation=0, ha="right", va="center")
fig.suptitle("오르내린 횟수와 가시층의 확률")


# %% features
def accuracies(seed):
    x, x_test, y, y_test = split(seed)
    ours = first if seed == 0 else RBM(64, 100, seed)
    if seed > 0:
        ours.fit(x)
    W = np.random.default_rng(seed).normal(0, 0.3, (64, 100))  # 배우지 않은 은닉층
    maps = (
        lambda v: v,
        BernoulliRBM(100, random_state=seed).fit(x).transform,  # 기본 설정
        BernoulliRBM(100, learning_rate=0.06, n_iter=20, random_state=seed).fit(x).transform,
        ours.hidden,
        lambda v: 1 / (1 + np.exp(-(v - x.mean(0)) @ W)),
    )
    fits = (LogisticRegression(max_iter=300).fit(f(x), y) for f in maps)
    return [model.score(f(x_test), y_test) for model, f in zip(fits, maps)]


scores = np.array([accuracies(seed) for seed in range(5)])  # (시드, 특성)
for name, column in zip(("픽셀", "기본 설정", "더 오래", "우리", "무작위"), scores.T):
    print(f"{name}: 중앙값 {np.median(column):.3f}, 시드마다 {column.round(3).tolist()}")
n_seeds = len(scores)
raw, by_default, by_longer, ours, by_chance = np.median(scores, axis=0).tolist()
best_gain = float((scores[:, 1:4].max(1) - scores[:, 0]).max())  # 픽셀보다 가장 많이 나은 시드
chance_gap = float((scores[:, 1:4].max(1) - scores[:, 4]).max())
print(f"RBM - 픽셀 가장 클 때 {best_gain:+.3f}, RBM - 무작위 가장 클 때 {chance_gap:+.3f}")
assert best_gain < 0.01 and chance_gap < 0.03 and by_default < min(raw, by_chance)

# %% stack
kept = first.W.copy()
second = RBM(100, 30, seed=1)
# 첫 RBM의 출력이 둘째의 입력이다
second_errors = second.fit(first.hidden(x), n_epochs=10)
print(f"둘째의 복원 오차 {second_errors[0]:.4f} -> {second_errors[-1]:.4f}")
print("첫 가중치가 그대로인가", np.array_equal(first.W, kept))
assert np.array_equal(first.W, kept) and second_errors[-1] < second_errors[0]
deep = second.hidden(first.hidden(x))  # (N, 64) -> (N, 100) -> (N, 30)
assert deep.shape == (len(x), 30)
