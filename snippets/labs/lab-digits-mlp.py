# /// script
# [tool.maedeup]
# aliases = ["MNIST 손글씨", "MNIST", "784-64-10", "손글씨 분류"]
# tags = ["실습"]
# requires = ["multilayer-perceptron", "cross-entropy", "training-loop"]
# source = "AI 라이브러리 4주차 학습 노트; Alpaydin & Kaynak, Optical Recognition of Handwritten Digits (UCI, 1998); LeCun et al. (1998)"
# ///

# %% [markdown]
# # 실습: 손글씨 숫자 MLP
#
# 은닉층 하나짜리 [[multilayer-perceptron|다층 퍼셉트론]]은 손글씨 숫자를 얼마나 맞히고, 은닉층이 없는 모델보다 정말 나은가.
# 픽셀에서 점수까지 층 두 개를 쌓고, [[cross-entropy]]로 채점하고, [[training-loop|학습 루프]]를 돌린다.
# 마지막에는 틀린 글씨를 눈으로 보고, 표본을 나누는 방법이 점수를 얼마나 바꾸는지 잰다.

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from torch import nn
from torch.nn.functional import cross_entropy

torch.manual_seed(0)

# %% [markdown]
# ## 데이터
#
# 원래 강의의 데이터는 28 × 28 [[channel-order|흑백 이미지]]인 MNIST이다. 컴퓨터에 이미 있으면 그것을 읽고, 없으면 scikit-learn에 든 8 × 8 손글씨를 읽는다.

# %% data
try:
    from torchvision.datasets import MNIST

    mnist = MNIST(root="data", train=True, download=False)
    images, labels = mnist.data[:10000] / 255, mnist.targets[:10000]  # (N, 28, 28)
    source = "torchvision의 MNIST"
except (ImportError, RuntimeError, OSError) as e:
    print(type(e).__name__, str(e).split(".")[0])
    digits = load_digits()
    images = torch.tensor(digits.images / 16, dtype=torch.float32)  # (N, 8, 8)
    labels = torch.tensor(digits.target)
    source = "scikit-learn의 load_digits"
x = images.flatten(1)  # (N, H, W) -> (N, H*W)
n, d, side = len(x), x.shape[1], images.shape[1]
print(source, tuple(images.shape))
assert x.min() == 0 and x.max() == 1 and len(labels.unique()) == 10

# %% [markdown]
# 이 페이지의 수는 모두 **![[lab-digits-mlp.py#source]]** 에서 나왔다. 이미지 ![[lab-digits-mlp.py#n|,]]장이고, 한 장은 ![[lab-digits-mlp.py#side]] × ![[lab-digits-mlp.py#side]] 픽셀의 밝기이다.
# 밝기를 0에서 1 사이로 나누고 한 줄로 펴면 입력이 ![[lab-digits-mlp.py#d]]개가 된다.

# %% plot-samples
fig, axes = plt.subplots(2, 10, num="digits-samples", figsize=(7, 1.9), layout="constrained")
for k in range(10):
    for ax, i in zip(axes[:, k], torch.where(labels == k)[0][:2].tolist(), strict=True):
        ax.imshow(images[i], cmap="gray")
        ax.axis("off")
fig.suptitle("숫자마다 두 장")

# %% [markdown]
# [[data-split|훈련, 검증, 시험]]을 60 : 20 : 20으로 나누되, 숫자의 비율을 지킨다.
# 가중치는 훈련 표본에서 배우고, 멈출 에폭은 검증 표본으로 고르고, 시험 표본은 점수를 적을 때에만 쓴다.

# %% split
train, rest = train_test_split(np.arange(n), test_size=0.4, stratify=labels, random_state=0)
val, test = train_test_split(rest, test_size=0.5, stratify=labels[rest], random_state=0)
n_train, n_val, n_test = len(train), len(val), len(test)
print(n_train, n_val, n_test)
assert not set(train) & set(val) and not set(test) & (set(train) | set(val))

# %% [markdown]
# ## 넘어야 할 선
#
# 신경망을 만들기 전에 견줄 점수 셋을 구한다.
# 가장 흔한 숫자만 답하는 예측, 은닉층이 없는 [[logistic-regression]], 그리고 가장 닮은 훈련 이미지를 찾는 [[knn|최근접 이웃]]이다.


# %% baselines
def fit_and_score(model):
    model.fit(x[train].numpy(), labels[train].numpy())
    return model.score(x[test].numpy(), labels[test].numpy())


common = labels[train].mode().values
common_acc = (labels[test] == common).float().mean().item()
linear_acc = fit_and_score(LogisticRegression(max_iter=1000))
knn_acc = fit_and_score(KNeighborsClassifier(n_neighbors=1))
print(f"흔한 숫자 {common_acc:.3f}, 로지스틱 회귀 {linear_acc:.3f}, 1-NN {knn_acc:.3f}")
assert common_acc < 0.15 and min(linear_acc, knn_acc) > 0.85

# %% [markdown]
# 넘어야 할 선은 ![[lab-digits-mlp.py#common_acc|.1%]]가 아니라 ![[lab-digits-mlp.py#linear_acc|.1%]]와 ![[lab-digits-mlp.py#knn_acc|.1%]]이다.
#
# ## 모델
#
# 입력과 열 개의 점수 사이에 은닉 뉴런 64개를 둔다. 마지막 층은 확률이 아니라 점수를 내며, [[softmax]]는 [[loss-function|손실 함수]] 안에 들어 있다.


# %% model
def make_mlp(n_inputs):
    return nn.Sequential(nn.Linear(n_inputs, 64), nn.ReLU(), nn.Linear(64, 10))


def count(model):
    return sum(p.numel() for p in model.parameters())


n_params, n_params_mnist = count(make_mlp(d)), count(make_mlp(784))
print(f"{d}-64-10: {n_params:,}개, 784-64-10: {n_params_mnist:,}개")
assert n_params_mnist == 784 * 64 + 64 + 64 * 10 + 10 == 50_890

start_loss = cross_entropy(make_mlp(d)(x[train]), labels[train]).item()
print(f"배우기 전의 손실 {start_loss:.3f}, ln 10 = {np.log(10):.3f}")
assert abs(start_loss - np.log(10)) < 0.1

# %% [markdown]
# MNIST라면 파라미터가 ![[lab-digits-mlp.py#n_params_mnist|,]]개이고, 지금의 입력 ![[lab-digits-mlp.py#d]]개에서는 ![[lab-digits-mlp.py#n_params|,]]개이다.
# 배우기 전의 손실은 열 숫자를 고르게 찍는 $\ln 10$에 가깝다. 이 값이 크게 다르면 손실이나 정답의 모양이 잘못된 것이므로 학습 전에 확인한다.
#
# ## 학습
#
# 데이터를 섞어 32장씩 꺼내고, [[adam|Adam]](학습률 0.005)으로 [[backpropagation|순전파]], 손실, 역전파, 갱신을 되풀이한다. 에폭이 끝날 때마다 검증 손실을 적고, 가장 낮았던 에폭의 가중치를 남긴다.


# %% train
def learn(train, val, seed, n_epochs=40):
    torch.manual_seed(seed)
    model = make_mlp(d)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    history, best = [], None
    for _ in range(n_epochs):
        for batch in torch.as_tensor(train)[torch.randperm(len(train))].split(32):
            optimizer.zero_grad()
            cross_entropy(model(x[batch]), labels[batch]).backward()
            optimizer.step()
        with torch.no_grad():
            history.append([cross_entropy(model(x[i]), labels[i]).item() for i in (train, val)])
        if history[-1][1] == min(v for _, v in history):
            best = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best)
    return model, np.array(history)  # (에폭, 2)


model, history = learn(train, val, seed=0)
n_epochs, best_epoch = len(history), int(history[:, 1].argmin()) + 1
print(f"검증 손실이 가장 낮은 에폭 {best_epoch}, 손실 {history[best_epoch - 1].round(3)}")
late_train, late_val = history[9] / history[-1]  # 열째 에폭의 손실은 마지막의 몇 배인가
print(f"에폭 10의 손실은 마지막의 훈련 {late_train:.1f}배, 검증 {late_val:.1f}배")
assert history[-1, 0] < history[0, 0] / 5 and late_train > 2 * late_val

# %% [markdown]
# > **원 노트에서 고친 것: 데이터는 한 번만 읽는다.**
# > 원 노트는 데이터 불러오기부터 갱신까지를 되풀이한다고 쓰고 순전파를 빠뜨렸다.
# > 위의 `learn`에서 되풀이되는 것은 배치 꺼내기, 순전파와 손실, 역전파, 갱신뿐이고, `x`는 처음에 한 번 읽었다.

# %% plot-curve
fig, ax = plt.subplots(num="digits-curve", figsize=(7, 3), layout="constrained")
ax.plot(range(1, len(history) + 1), history[:, 0], label="훈련")
ax.plot(range(1, len(history) + 1), history[:, 1], label="검증")
ax.axvline(best_epoch, color="0.5", linestyle="--", label="남긴 에폭")
ax.set(title="학습 곡선", xlabel="에폭", ylabel="크로스 엔트로피 (로그 눈금)", yscale="log")
ax.legend()

# %% [markdown]
# 에폭 10의 손실을 마지막 손실로 나누면 훈련은 ![[lab-digits-mlp.py#late_train|.1f]], 검증은 ![[lab-digits-mlp.py#late_val|.1f]]이다.
# 뒤로 갈수록 훈련 손실이 훨씬 빨리 내려가 두 곡선이 벌어진다. 이 틈은 훈련 데이터에만 맞아 가는 폭이지만, 검증 손실이 다시 오르지 않는 한 [[overfitting|과적합]]이 해를 끼쳤다고 할 수는 없다.
# 남긴 것은 에폭 ![[lab-digits-mlp.py#best_epoch]]의 가중치이다. 전체 ![[lab-digits-mlp.py#n_epochs]]에폭 가운데 맨 끝을 남겼다면 아직 더 배울 여지가 있다는 뜻이다.
#
# ## 결과
#
# 첫 가중치와 섞는 차례가 운을 만들므로, 난수만 바꾸어 다섯 번 배운다. 학습 곡선은 그 첫 번째(시드 0)이다.


# %% score
def accuracy(model, part):
    with torch.no_grad():
        return (model(x[part]).argmax(1) == labels[part]).float().mean().item()


runs = [accuracy(model, test)] + [accuracy(learn(train, val, s)[0], test) for s in range(1, 5)]
mlp_acc, mlp_low, mlp_high = float(np.mean(runs)), min(runs), max(runs)
one_image = 1 / n_test  # 한 장이 정확도를 움직이는 폭
noise = (mlp_acc * (1 - mlp_acc) / n_test) ** 0.5
versus_linear = "높다" if mlp_acc > linear_acc else "높지 않다"
versus_knn = "넘는다" if mlp_acc > knn_acc else "넘지 못한다"
assert mlp_low >= 0.95
names = ["흔한 숫자", "로지스틱 회귀", "1-NN", "MLP (다섯 번의 평균)"]
pd.DataFrame({"시험 정확도": [common_acc, linear_acc, knn_acc, mlp_acc]}, index=names).round(3)

# %% [markdown]
# MLP의 시험 정확도는 평균 ![[lab-digits-mlp.py#mlp_acc|.1%]]이고 다섯 번이 ![[lab-digits-mlp.py#mlp_low|.1%]]와 ![[lab-digits-mlp.py#mlp_high|.1%]] 사이에 있다.
# 평균은 로지스틱 회귀보다 ![[lab-digits-mlp.py#versus_linear]]. 배울 것이 하나도 없는 1-NN은 ![[lab-digits-mlp.py#versus_knn]].
# 다만 시험 이미지가 ![[lab-digits-mlp.py#n_test|,]]장뿐이라 한 장이 ![[lab-digits-mlp.py#one_image|.2%]]를 움직이고, 표본을 다시 뽑을 때의 표준오차가 ![[lab-digits-mlp.py#noise|.1%]]쯤 된다.
# 이만한 차이로 어느 방법이 더 낫다고 단정할 수는 없다.
#
# ## 무엇을 틀렸나
#
# 첫째 모델의 답을 [[confusion-matrix]]로 모으고, 틀린 글씨를 자신 있게 틀린 것부터 늘어놓는다.

# %% errors
with torch.no_grad():
    proba = model(x[test]).softmax(1)  # (N, 10)
confidence, guess = proba.max(1)
table = confusion_matrix(labels[test], guess)  # (10, 10) 행이 정답, 열이 예측
wrong = torch.where(guess != labels[test])[0]
wrong = wrong[confidence[wrong].argsort(descending=True)]
n_wrong, surest = len(wrong), confidence[wrong[0]].item()
print(f"틀린 것 {n_wrong}장, 그 가운데 가장 높은 확률 {surest:.2f}")
assert table.trace() == n_test - n_wrong and table.sum() == n_test

# %% plot-confusion
fig, ax = plt.subplots(num="digits-confusion", figsize=(4.2, 4), layout="constrained")
ax.imshow(np.log1p(table), cmap="gray", vmin=0, vmax=2 * np.log1p(table.max()))
for (r, c), value in np.ndenumerate(table):
    if value:
        ax.text(c, r, value, ha="center", va="center", color="1.0")
ax.set(title="혼동 행렬", xlabel="예측", ylabel="정답", xticks=range(10), yticks=range(10))
ax.grid(False)

# %% plot-errors
fig, axes = plt.subplots(1, 6, num="digits-errors", figsize=(7, 1.9), layout="constrained")
for ax in axes:
    ax.axis("off")
for ax, i in zip(axes, wrong[:6].tolist(), strict=False):
    ax.imshow(images[test[i]], cmap="gray")
    ax.set_title(f"정답 {labels[test[i]]}, 예측 {guess[i]}\n확률 {confidence[i]:.2f}", fontsize=8)
fig.suptitle("자신 있게 틀린 글씨")

# %% [markdown]
# 가장 자신 있게 틀린 답의 확률은 ![[lab-digits-mlp.py#surest|.2f]]이다. 소프트맥스의 확률이 높다는 것이 맞았다는 뜻은 아니다.
#
# ## 나누는 방법이 점수를 바꾼다
#
# 지금까지는 섞어서 나누었다. 이번에는 파일에 적힌 차례대로 앞의 60%에서 배우고 맨 뒤의 20%로 시험한다. 모델과 설정은 그대로이고, 시드도 똑같이 다섯이다.

# %% in-order
first, middle, last = np.split(np.arange(n), [n_train, n_train + n_val])
ordered = [accuracy(learn(first, middle, s)[0], last) for s in range(5)]
ordered_acc = float(np.mean(ordered))
drop = mlp_acc - ordered_acc
print(f"섞어서 {mlp_acc:.3f}, 차례대로 {ordered_acc:.3f}")
if source.endswith("load_digits"):  # MNIST에서는 재지 않았으므로 주장하지 않는다
    assert drop > 2 * noise

# %% [markdown]
# 정확도가 ![[lab-digits-mlp.py#mlp_acc|.1%]]에서 ![[lab-digits-mlp.py#ordered_acc|.1%]](으)로 바뀐다.
# scikit-learn의 손글씨는 열세 사람이 쓴 것이다. 한 사람의 글씨가 파일에 모여 있다면, 섞어서 나눌 때에는 시험 글씨의 주인을 훈련에서 이미 본 셈이 된다.
# 파일에 쓴 사람의 번호가 없어 확인하지는 못하지만, 처음 보는 사람의 글씨를 읽을 생각이라면 낮은 쪽의 점수를 믿는 편이 안전하다.
#
# ## 다음에 해 볼 것
#
# - 은닉 뉴런을 64개에서 8개, 512개로 바꾸면 훈련과 검증의 손실은 어떻게 벌어지는가.
# - [[dropout]]이나 [[data-augmentation]]을(를) 더하면 차례대로 나눈 점수가 오르는가.
# - 픽셀의 자리를 아는 [[convolutional-neural-network]]은(는) 같은 데이터에서 무엇을 덜 틀리는가.
# - MNIST를 `data` 폴더에 받아 두고 다시 돌리면 같은 코드가 처음 10,000장을 읽는다. 60,000장을 다 쓰고 `train=False`의 10,000장으로 시험하면 점수는 얼마인가.
