# /// script
# [tool.maedeup]
# aliases = ["보스턴 집값 예측", "house price", "회귀 실습", "캘리포니아 집값"]
# tags = ["실습"]
# requires = ["training-loop", "data-split", "mean-squared-error"]
# source = "AI 라이브러리 4주차 학습 노트; Efron, Hastie, Johnstone & Tibshirani, Least Angle Regression (2004); Pace & Barry (1997)"
# ///

# %% [markdown]
# # 실습: 집값 회귀
#
# 표에 적힌 특성 몇 개로 수 하나를 맞힐 때, 신경망은 [[linear-regression]]보다 나은가.
# 원래 강의의 물음은 집의 특성으로 집값을 맞히는 것이고, 출력이 수 하나인 [[supervised-learning|회귀]] 문제이다.
# 신경망이 늘 이기지는 않는다는 것을, 기준을 먼저 세우고 같은 방법으로 재어 확인한다.

# %% setup
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from sklearn.datasets import fetch_california_housing, load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from torch import nn
from torch.nn.functional import mse_loss

rng = np.random.default_rng(0)

# %% [markdown]
# ## 보스턴 집값은 이제 없다
#
# 강의에 나오는 보스턴 집값 데이터를 불러오면 오류가 난다.

# %% boston
try:
    from sklearn.datasets import load_boston  # noqa: F401

    boston_error = ""
except ImportError as e:
    boston_error = type(e).__name__
    print(boston_error, " ".join(str(e).split()[:8]))
assert boston_error == "ImportError"

# %% [markdown]
# > **원 노트에서 고친 것: 보스턴 집값으로 회귀를 연습한다.**
# > 원 노트는 `load_boston`을 쓰라고 했지만 scikit-learn은 1.2판에서 이 데이터를 뺐다.
# > 인종 분리가 집값을 올린다고 가정하고 만든 특성이 들어 있기 때문이다.
# > 집값을 쓰려면 캘리포니아 집값을 내려받고, 인터넷이 없으면 패키지에 든 당뇨병 데이터를 쓴다.
#
# ## 데이터
#
# 캘리포니아 집값이 컴퓨터에 이미 있으면 그것을 읽고, 없으면 당뇨병 데이터를 읽는다.

# %% data
cached = Path.home() / "scikit_learn_data" / "cal_housing_py3.pkz"
try:
    if not cached.exists():
        raise FileNotFoundError(cached.name)
    bunch = fetch_california_housing(download_if_missing=False)
    keep = rng.permutation(len(bunch.target))[:2000]  # 20,640곳은 이 실습에 너무 많다
    X, y = bunch.data[keep], bunch.target[keep]
    source, what = "캘리포니아 집값", "집값(10만 달러)"
except OSError as e:
    print(type(e).__name__, e)
    bunch = load_diabetes(scaled=False)
    X, y, source, what = bunch.data, bunch.target, "당뇨병 데이터", "1년 뒤의 병세"
n, d = X.shape  # X: (N, D), y: (N,)
y_low, y_high = float(y.min()), float(y.max())
print(source, X.shape, y.shape)
assert np.isfinite(X).all() and np.isfinite(y).all()

# %% [markdown]
# 이 페이지의 수는 모두 **![[lab-house-price.py#source]]** 에서 나왔다. 당뇨병 데이터라면 집값의 결과가 아니라, 풀이의 순서가 같은 다른 문제의 결과이다.
# 표본 ![[lab-house-price.py#n|,]]개, 특성 ![[lab-house-price.py#d]]개이고, 맞힐 것은 ![[lab-house-price.py#what]]이다. 그 값은 ![[lab-house-price.py#y_low|.1f]]에서 ![[lab-house-price.py#y_high|.1f]] 사이에 있다.
#
# ## 나누고 표준화한다
#
# [[data-split|훈련, 검증, 시험]]을 60 : 20 : 20으로 나눈다.
# 특성마다 단위가 다르므로 평균 0, 표준편차 1로 맞춘다. 이미지의 채널마다 하던 정규화를 특성마다 하는 것이다.
# 평균과 표준편차는 훈련 표본에서만 구한다. 시험 표본까지 넣어 구하면 보지 않은 것을 미리 본 셈이 된다.


# %% prepare
def prepare(seed):
    train, rest = train_test_split(np.arange(n), test_size=0.4, random_state=seed)
    val, test = train_test_split(rest, test_size=0.5, random_state=seed)
    z = (X - X[train].mean(0)) / X[train].std(0)  # (N, D)
    center, scale = y[train].mean(), y[train].std()
    z = torch.tensor(z, dtype=torch.float32)
    t = torch.tensor((y - center) / scale, dtype=torch.float32)  # (N,)
    return z, t, (center, scale), (train, val, test)


z, t, (center, scale), (train, val, test) = prepare(seed=0)
n_train, n_test = len(train), len(test)
raw_ratio = float(X.std(0).max() / X.std(0).min())
print(n_train, len(val), n_test, f"특성의 표준편차는 {raw_ratio:.0f}배까지 다르다")
assert z[train].mean(0).abs().max() < 1e-5 and z[test].mean(0).abs().max() > 1e-3

# %% [markdown]
# ## 넘어야 할 선
#
# 채점은 [[mean-squared-error|평균 제곱 오차]]의 제곱근(RMSE)으로 한다. 단위가 맞힐 값과 같아서 읽기 쉽다.
# 기준은 둘이다. 늘 훈련 표본의 평균이라고 답하는 예측과, 식으로 한 번에 풀리는 선형 회귀이다.


# %% baselines
def rmse(prediction, part):
    return float(np.sqrt(np.mean((prediction - y[part]) ** 2)))


def fit_linear(z, train):
    return LinearRegression().fit(z[train].numpy(), y[train]).predict(z.numpy())  # (N,)


linear = fit_linear(z, train)
mean_rmse, linear_rmse = rmse(center, test), rmse(linear[test], test)
linear_train = rmse(linear[train], train)
print(f"평균 {mean_rmse:.1f}, 선형 회귀 {linear_rmse:.1f} (훈련 {linear_train:.1f})")
assert linear_rmse < mean_rmse

# %% [markdown]
# 선형 회귀는 평균보다 확실히 낫다. 훈련 표본의 RMSE(![[lab-house-price.py#linear_train|.1f]])와 시험 표본의 RMSE(![[lab-house-price.py#linear_rmse|.1f]])가 비슷하므로 거의 외우지 않았다.
#
# ## 신경망
#
# 은닉층 둘을 둔 [[multilayer-perceptron|다층 퍼셉트론]]이다. 회귀이므로 마지막 층은 수 하나를 [[activation-function|활성화]] 없이 낸다.


# %% model
def make_mlp(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Linear(d, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 1)
    )


n_params = sum(p.numel() for p in make_mlp(0).parameters())
n_linear = d + 1
print(f"신경망 {n_params:,}개, 선형 회귀 {n_linear}개")

# %% [markdown]
# 배울 수가 ![[lab-house-price.py#n_params|,]]개인데 훈련 표본은 ![[lab-house-price.py#n_train|,]]개이다. 선형 회귀의 배울 수는 ![[lab-house-price.py#n_linear]]개였다.
#
# ## 한 걸음에서 일어나는 일
#
# 학습을 시작하기 전에 갱신 한 번을 나누어 본다.

# %% one-step
net = make_mlp(0)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
before = [p.detach().clone() for p in net.parameters()]
mse_loss(net(z[train])[:, 0], t[train]).backward()  # net(z): (N, 1) -> (N,)
same_after_backward = all(map(torch.equal, before, net.parameters()))
optimizer.step()
moved = sum(not torch.equal(a, b) for a, b in zip(before, net.parameters(), strict=True))
print("backward 뒤에 가중치가 그대로인가:", same_after_backward)
print("step 뒤에 움직인 가중치 텐서:", moved, "/", len(before))
assert same_after_backward and moved == len(before)

# %% [markdown]
# > **바로잡음: 역전파가 가중치를 고친다.**
# > 흔히 역전파가 출력에서 입력 쪽으로 가며 손실이 0이 될 때까지 가중치를 조정한다고 쓴다.
# > [[backpropagation|역전파]]는 층마다 기울기를 구할 뿐이고 `backward()` 뒤의 가중치는 그대로였다.
# > 가중치는 그 뒤 [[optimizer|옵티마이저]]의 `step()`에서 모두 함께 움직인다. 손실이 0이 되는 것도 목표가 아니다.
#
# ## 학습
#
# 데이터는 이미 읽어 두었다. [[adam|Adam]](학습률 0.003)으로 60에폭을 배운다. 되풀이하는 것은 배치 꺼내기, 순전파와 손실, 역전파, 갱신이다.


# %% train
def learn(z, t, train, seed, n_epochs=60):
    net = make_mlp(seed)
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    outputs = []
    for _ in range(n_epochs):
        for batch in torch.as_tensor(train)[torch.randperm(len(train))].split(32):
            optimizer.zero_grad()
            mse_loss(net(z[batch])[:, 0], t[batch]).backward()
            optimizer.step()
        with torch.no_grad():
            outputs.append(net(z)[:, 0].numpy())  # 에폭마다 모든 표본의 예측
    return np.array(outputs, dtype=np.float64)  # (에폭, N)


outputs = learn(z, t, train, seed=0) * scale + center  # 원래 단위로 되돌린다
curves = {k: [rmse(o[i], i) for o in outputs] for k, i in {"훈련": train, "검증": val}.items()}
best_epoch = int(np.argmin(curves["검증"])) + 1
train_last, val_last = curves["훈련"][-1], curves["검증"][-1]
val_best = min(curves["검증"])
print(f"검증 RMSE가 가장 낮은 에폭 {best_epoch}: {val_best:.1f}, 마지막 에폭: {val_last:.1f}")
assert train_last < val_best <= val_last

# %% [markdown]
# > **원 노트에서 고친 것: 데이터는 한 번만 읽는다.**
# > 원 노트는 데이터 불러오기부터 갱신까지를 되풀이한다고 쓰고 순전파를 빠뜨렸다.
# > `learn` 안에는 불러오기가 없고 순전파 `net(z[batch])`가 있다.

# %% plot-curve
fig, ax = plt.subplots(num="house-curve", figsize=(7, 3), layout="constrained")
for name, values in curves.items():
    ax.plot(range(1, len(values) + 1), values, label=name)
ax.axvline(best_epoch, color="0.5", linestyle="--", label="남긴 에폭")
ax.set(title="학습 곡선", xlabel="에폭", ylabel="RMSE")
ax.legend()

# %% [markdown]
# 훈련 RMSE는 ![[lab-house-price.py#train_last|.1f]]까지 내려가지만 검증 RMSE는 에폭 ![[lab-house-price.py#best_epoch]]의 ![[lab-house-price.py#val_best|.1f]]에서 돌아서 ![[lab-house-price.py#val_last|.1f]](으)로 오른다.
# [[overfitting|과적합]]이다. 그래서 검증 RMSE가 가장 낮은 에폭을 남기는데, 이것을 조기 종료라고 한다.
#
# ## 결과
#
# 한 번 나눈 결과는 운을 탄다. 나누는 난수를 바꾸어 열 번 되풀이하고, 나눌 때마다 세 방법을 같은 시험 표본으로 견준다.


# %% score
def compare(seed):
    z, t, (center, scale), (train, val, test) = prepare(seed)
    outputs = learn(z, t, train, seed) * scale + center
    best = outputs[np.argmin([rmse(o[val], val) for o in outputs])]
    candidates = [np.full(n, center), fit_linear(z, train), best, outputs[-1]]
    return [rmse(c[test], test) for c in candidates]


names = ["평균", "선형 회귀", "MLP (조기 종료)", "MLP (끝까지)"]
scores = pd.DataFrame([compare(s) for s in range(10)], columns=names)
average = scores.mean()
linear_mean, mlp_mean, mlp_full = (float(average[k]) for k in names[1:])
n_wins = int((scores[names[2]] < scores[names[1]]).sum())
gap = scores[names[2]] - scores[names[1]]
gap_mean, gap_error = float(gap.mean()), float(gap.std() / len(gap) ** 0.5)
scores.agg(["mean", "min", "max"]).T.round(1)

# %% honest
verdict = "이겼다" if gap_mean < -2 * gap_error else "이기지 못했다"
print(f"MLP - 선형 회귀: {gap_mean:+.2f}, 표준오차 {gap_error:.2f}, 열 번 가운데 {n_wins}번 앞섬")
if source == "당뇨병 데이터":  # 집값에서는 재지 않았으므로 주장하지 않는다
    assert linear_mean < mlp_mean < mlp_full and verdict == "이기지 못했다"

# %% [markdown]
# 열 번의 평균 RMSE는 선형 회귀 ![[lab-house-price.py#linear_mean|.1f]], 조기 종료한 신경망 ![[lab-house-price.py#mlp_mean|.1f]], 끝까지 배운 신경망 ![[lab-house-price.py#mlp_full|.1f]]이다.
# 조기 종료한 신경망이 앞선 것은 열 번 가운데 ![[lab-house-price.py#n_wins]]번이고, 차이의 평균은 ![[lab-house-price.py#gap_mean|+.1f]]이다.
# 신경망은 선형 회귀를 **![[lab-house-price.py#verdict]]**.
# 열 번의 시험 표본이 서로 겹치므로 여기서 잰 표준오차(![[lab-house-price.py#gap_error|.1f]])는 실제보다 작게 나왔을 수 있다.

# %% plot-pred
best = outputs[best_epoch - 1]
fig, axes = plt.subplots(
    1,
    2,
    num="house-pred",
    figsize=(7, 3.4),
    sharex=True,
    sharey=True,
    layout="constrained",
)
pairs = [("선형 회귀", linear, linear_rmse), ("MLP", best, rmse(best[test], test))]
for ax, (name, prediction, error) in zip(axes, pairs, strict=True):
    ax.scatter(y[test], prediction[test], s=14, alpha=0.7)
    ax.plot([y_low, y_high], [y_low, y_high], color="0.5", linestyle="--")
    ax.set(title=f"{name}, RMSE {error:.1f}", xlabel="참값", ylabel="예측")

# %% [markdown]
# 그림은 처음 나눈 시험 표본의 참값과 예측이다. 점선 위에 있으면 맞힌 것이다.
# 두 방법 모두 작은 값은 크게, 큰 값은 작게 답한다. 특성이 값을 다 설명하지 못할 때 제곱 오차를 줄이면 예측이 평균 쪽으로 모이기 때문이다.

# %% spread
true_spread = float(y[test].std())
linear_spread, mlp_spread = float(linear[test].std()), float(best[test].std())
print(f"표준편차: 참값 {true_spread:.1f}, 선형 회귀 {linear_spread:.1f}, MLP {mlp_spread:.1f}")
assert max(linear_spread, mlp_spread) < true_spread

# %% [markdown]
# 참값의 표준편차는 ![[lab-house-price.py#true_spread|.1f]]인데 예측의 표준편차는 ![[lab-house-price.py#linear_spread|.1f]]과(와) ![[lab-house-price.py#mlp_spread|.1f]]이다.
#
# ## 다음에 해 볼 것
#
# - 은닉층을 하나로, 뉴런을 4개로 줄이면 신경망이 선형 회귀에 가까워지는가.
# - [[adamw|가중치 감쇠]]나 [[dropout]]을(를) 쓰면 끝까지 배운 신경망이 덜 외우는가.
# - 특성을 표준화하지 않고 넣으면 학습 곡선은 어떻게 되는가.
# - 캘리포니아 집값을 내려받아 두고 다시 돌리면 같은 코드가 그것을 읽는다. 표본이 많고 관계가 굽어 있으면 결론이 뒤집히는가.
