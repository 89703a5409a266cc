# /// script
# [tool.maedeup]
# timeout_s = 180
# aliases = ["CIFAR-10", "시파", "기본 블록"]
# tags = ["실습"]
# requires = ["convolutional-neural-network", "data-augmentation", "conv-output-size"]
# source = [
#   "AI 라이브러리 3주차 학습 노트",
#   "krizhevsky2009learning",
#   "he2015delving",
# ]
# ///

# %% [markdown]
# # 실습: 기본 블록 CNN
#
# 32 × 32 컬러 조각을 보고 무엇인지 맞힐 때, 합성곱을 쌓으면 픽셀을 펼친 신경망보다, 그리고 평균 색만 보는 방법보다 정말 나은가.
# 원래 강의의 차례를 그대로 따른다. [[data-augmentation|증강]], [[image-to-tensor|정규화]], 기본 블록 셋, 분류, 평가이다.

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from skimage import data as pictures
from sklearn.datasets import load_sample_image
from sklearn.neighbors import KNeighborsClassifier
from torch import nn
from torch.nn.functional import cross_entropy

torch.manual_seed(0)

# %% [markdown]
# ## 데이터
#
# 원래 데이터는 열 가지 물건의 사진 60,000장인 CIFAR-10이다.
# 컴퓨터에 이미 있으면 그 일부를 읽고, 없으면 패키지에 든 사진 여덟 장을 32 × 32 조각으로 잘라 어느 사진의 조각인지 맞힌다.


# %% tiles
def cut(photo, label):
    """사진을 조각으로 자르고, 조각마다 정답과 (행, 열, 열의 수)를 붙인다."""
    t = torch.tensor(photo).unfold(0, 32, 32).unfold(1, 32, 32)  # (행, 열, 3, 32, 32)
    rows, cols = t.shape[:2]
    place = torch.cartesian_prod(torch.arange(rows), torch.arange(cols), torch.tensor([cols]))
    return t.flatten(0, 1), torch.full((rows * cols,), label), place


# %% data
try:
    from torchvision.datasets import CIFAR10

    seen, unseen = (CIFAR10("data", train=t, download=False) for t in (True, False))
    images = np.concatenate([seen.data[:1500], unseen.data[:500]])  # (N, 32, 32, 3)
    images = torch.from_numpy(images).permute(0, 3, 1, 2)  # (N, 3, 32, 32)
    labels = torch.tensor(seen.targets[:1500] + unseen.targets[:500])
    order = torch.arange(len(images))
    train, val, test = order < 1000, (order >= 1000) & (order < 1500), order >= 1500
    classes, place, source = seen.classes, None, "torchvision의 CIFAR-10"
except (ImportError, RuntimeError, OSError) as e:
    print(type(e).__name__, str(e).split(".")[0])
    photos = {
        "사찰": load_sample_image("china.jpg"),
        "꽃": load_sample_image("flower.jpg"),
        "우주인": pictures.astronaut(),
        "커피": pictures.coffee(),
        "고양이": pictures.chelsea(),
        "조직": pictures.immunohistochemistry(),
        "오토바이": pictures.stereo_motorcycle()[0],
        "망막": pictures.retina()[200:1200:2, 200:1200:2],
    }
    cuts = [cut(photo, i) for i, photo in enumerate(photos.values())]
    images, labels, place = (torch.cat(part) for part in zip(*cuts, strict=True))
    row, col = place[:, 0], place[:, 1]
    train = (row + col) % 2 == 0  # 체커판의 검은 칸에서 배우고
    val, test = ~train & (row % 2 == 0), ~train & (row % 2 == 1)  # 흰 칸을 둘로 나눈다
    classes, source = list(photos), "사진 여덟 장의 조각"
# 배치가 빨라진다
images = (images.float() / 255).contiguous(memory_format=torch.channels_last)
n, n_train, n_test = len(images), int(train.sum()), int(test.sum())
n_classes = len(classes)
print(source, tuple(images.shape), "훈련, 검증, 시험:", n_train, int(val.sum()), n_test)
assert not (train & val).any() and not (test & (train | val)).any()
assert images.shape[1:] == (3, 32, 32) and len(labels) == n

# %% [markdown]
# 이 페이지의 수는 모두 **![[lab-cifar10-cnn.py#source]]** 에서 나왔다. 사진 조각이라면 CIFAR-10의 결과가 아니라, 크기와 풀이의 순서가 같은 다른 문제의 결과이다.
# 이미지 ![[lab-cifar10-cnn.py#n|,]]장, 클래스 ![[lab-cifar10-cnn.py#n_classes]]개이고 그 가운데 ![[lab-cifar10-cnn.py#n_train|,]]장에서 배운다.

# %% plot-tiles
fig, axes = plt.subplots(3, n_classes, num="tiles-grid", figsize=(7.5, 3.2), layout="constrained")
for k, name in enumerate(classes):
    of_class = torch.where(train & (labels == k))[0]
    picks = of_class[torch.linspace(0, len(of_class) - 1, 5).long()[1:4]].tolist()
    for ax, i in zip(axes[:, k], picks, strict=True):
        ax.imshow(images[i].permute(1, 2, 0))  # (3, H, W) -> (H, W, 3)
        ax.axis("off")
    axes[0, k].set_title(name, fontsize=9)

# %% [markdown]
# ## 넘어야 할 선
#
# 색만으로도 많이 맞힐 수 있다. 이미지 한 장을 평균 빨강, 초록, 파랑의 세 수로 줄이고 [[knn|가장 가까운 훈련 이미지]]의 답을 따른다.
# 무늬를 하나도 보지 않는 이 방법을 넘지 못하면 합성곱이 무늬를 배웠다고 말할 수 없다.


# %% baselines
def colour_knn(train, test):
    colour = images.mean((2, 3)).numpy()  # (N, 3, 32, 32) -> (N, 3)
    knn = KNeighborsClassifier(n_neighbors=1).fit(colour[train], labels[train])
    return float(knn.score(colour[test], labels[test]))


common = labels[train].mode().values
common_acc = (labels[test] == common).float().mean().item()
colour_acc = colour_knn(train, test)
print(f"가장 흔한 클래스 {common_acc:.3f}, 평균 색의 1-NN {colour_acc:.3f}")

# %% [markdown]
# 가장 흔한 클래스만 답하면 ![[lab-cifar10-cnn.py#common_acc|.1%]], 평균 색만 보면 ![[lab-cifar10-cnn.py#colour_acc|.1%]]이다. 둘 가운데 높은 쪽이 넘을 선이다.
#
# ## 증강과 정규화
#
# 훈련 이미지를 꺼낼 때마다 절반을 좌우로 뒤집는다.
# 그 뒤에 채널마다 평균을 빼고 표준편차로 나누며, 두 수는 훈련 이미지에서만 구한다. 검증과 시험 이미지는 뒤집지 않는다.


# %% augment
def normalise(images, train):
    mean, std = images[train].mean((0, 2, 3)), images[train].std((0, 2, 3))  # (3,)
    return (images - mean.view(3, 1, 1)) / std.view(3, 1, 1)


def augment(x):
    flip = torch.rand(len(x), 1, 1, 1) < 0.5  # 장마다 따로 정한다
    return torch.where(flip, x.flip(-1), x)


x = normalise(images, train)
few = x[train][:64]
changed = (augment(few) != few).flatten(1).any(1).float().mean().item()
print(f"64장을 넣어 {len(augment(few))}장이 나오고, 그 가운데 {changed:.0%}가 달라졌다")
assert x[train].mean((0, 2, 3)).abs().max() < 1e-4 and len(augment(few)) == 64
assert torch.equal(augment(few).sort(-1).values, few.sort(-1).values)  # 자리만 바뀐다

# %% [markdown]
# > **원 노트에서 고친 것: 이미지 증감.**
# > 원 노트는 증감(增減)이라고 적었지만 증강(增强, augmentation)이 맞다. 줄이는 일은 없다.
# > 파일이 늘어나는 것도 아니다. 위에서 64장을 넣으면 64장이 나왔고, 꺼낼 때마다 모습이 달라질 뿐이다.
#
# ## 모델
#
# 기본 블록은 합성곱, [[relu|렐루]], 합성곱, 렐루, [[max-pooling|최대 풀링]]이다. 합성곱은 [[padding|패딩]] 1로 크기를 지키고, 풀링이 절반으로 줄인다.
# 블록 셋을 지난 특성을 펼쳐 [[fully-connected-layer|완전 연결층]] 셋에 잇는다.
# 견줄 신경망은 픽셀을 바로 펼쳐 같은 완전 연결층에 넣는 [[multilayer-perceptron|다층 퍼셉트론]]이다.


# %% model
def block(c_in, c_out):
    return nn.Sequential(
        nn.Conv2d(c_in, c_out, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(c_out, c_out, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
    )


def head(n_inputs):
    hidden = [nn.Linear(n_inputs, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU()]
    return nn.Sequential(nn.Flatten(), *hidden, nn.Linear(64, n_classes))


def make(kind, seed):
    torch.manual_seed(seed)
    blocks = [block(3, 8), block(8, 16), block(16, 32)] if kind == "CNN" else []
    model = nn.Sequential(*blocks, head(32 * 4 * 4 if blocks else 3 * 32 * 32))
    for layer in model.modules():
        # 렐루가 끄는 몫만큼 크게 시작한다(He 초기화)
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return model.to(memory_format=torch.channels_last)


cnn = make("CNN", seed=0)
h, sizes = x[:1], [32]
for stage in cnn[:3]:
    h = stage(h)
    sizes.append(h.shape[-1])
    print(tuple(h.shape))
n_cnn, n_mlp = (sum(p.numel() for p in make(k, 0).parameters()) for k in ("CNN", "MLP"))
print(f"파라미터: CNN {n_cnn:,}개, MLP {n_mlp:,}개")
assert sizes == [32, 16, 8, 4] and h.numel() == 32 * 4 * 4

# %% [markdown]
# [[conv-output-size|출력 크기의 식]]대로 32에서 16, 8, 4로 줄고, 마지막에 32 × 4 × 4개의 특성이 남는다.
# 파라미터는 [[convolutional-neural-network|CNN]]이 ![[lab-cifar10-cnn.py#n_cnn|,]]개, 다층 퍼셉트론이 ![[lab-cifar10-cnn.py#n_mlp|,]]개이다.
#
# ## 학습
#
# 배치 16장, [[adam|Adam]]이다. [[gradient-descent|학습률]]은 낮게 시작해 올렸다가 다시 내린다.
# 설정은 두 신경망에 똑같이 주고, 에폭마다 검증 이미지 셋 가운데 하나로 정확도를 적으며, 시드 ![[lab-cifar10-cnn.py#n_seeds]]개로 되풀이한다.


# %% train
def accuracy(model, x, part):
    with torch.no_grad():
        return (model(x[part]).argmax(1) == labels[part]).float().mean().item()


def learn(kind, x, train, val, seed, n_epochs=4):
    model, history = make(kind, seed), []
    index, watched = torch.where(train)[0], torch.where(val)[0][::3]
    optimizer = torch.optim.Adam(model.parameters(), fused=True)  # 한꺼번에 고친다
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=5e-3, epochs=n_epochs, steps_per_epoch=-(-len(index) // 16)
    )
    for _ in range(n_epochs):
        right = 0
        for batch in index[torch.randperm(len(index))].split(16):
            scores = model(augment(x[batch]))  # (16, 클래스 수)
            right += int((scores.argmax(1) == labels[batch]).sum())
            optimizer.zero_grad()
            cross_entropy(scores, labels[batch]).backward()
            optimizer.step()
            schedule.step()
        history.append([right / len(index), accuracy(model, x, watched)])
    return model, np.array(history)  # (에폭, 2)


n_seeds = 5
seeds = range(n_seeds)
cnns, cnn_histories = zip(*[learn("CNN", x, train, val, seed) for seed in seeds], strict=True)
mlps, mlp_histories = zip(*[learn("MLP", x, train, val, seed) for seed in seeds], strict=True)
for name, histories in [("CNN", cnn_histories), ("MLP", mlp_histories)]:
    print(name, "검증 정확도, 마지막 에폭:", [round(float(h[-1, 1]), 2) for h in histories])

# %% plot-curve
fig, ax = plt.subplots(num="tiles-curve", figsize=(7, 3), layout="constrained")
for name, histories, colour in [("CNN", cnn_histories, "C0"), ("MLP", mlp_histories, "C1")]:
    history = np.median(histories, axis=0)  # (에폭, 2) 시드의 중앙값
    epochs = range(1, len(history) + 1)
    ax.plot(epochs, history[:, 0], color=colour, linestyle="--", label=f"{name} 훈련")
    ax.plot(epochs, history[:, 1], color=colour, label=f"{name} 검증")
ax.set(title="학습 곡선 (시드의 중앙값)", xlabel="에폭", ylabel="정확도", ylim=(0, 1))
ax.legend(ncols=2)

# %% [markdown]
# 훈련 정확도는 배우는 도중의 배치에서, 뒤집은 이미지로 잰 것이다.
#
# ## 결과

# %% score
cnn_accs, mlp_accs = ([accuracy(m, x, test) for m in models] for models in (cnns, mlps))
cnn_acc, mlp_acc = float(np.median(cnn_accs)), float(np.median(mlp_accs))
cnn_worst, mlp_best = min(cnn_accs), max(mlp_accs)
n_over = sum(acc > colour_acc for acc in cnn_accs)
# 시험 이미지를 다시 뽑을 때의 표준오차
noise = (cnn_acc * (1 - cnn_acc) / n_test) ** 0.5
bar = max(common_acc, colour_acc)
versus_mlp = "낫다" if cnn_worst - mlp_best > 2 * noise else "낫다고 말할 수 없다"
versus_bar = "넘었다" if cnn_acc - bar > 2 * noise else "넘었다고 말할 수 없다"
if place is not None:  # CIFAR-10에서는 재지 않았으므로 주장하지 않는다
    assert cnn_worst > mlp_best + 2 * noise and colour_acc > mlp_best
names = ["흔한 클래스", "평균 색의 1-NN", "MLP", "CNN"]
scores = [common_acc, colour_acc, mlp_acc, cnn_acc]
lowest = [common_acc, colour_acc, min(mlp_accs), cnn_worst]
columns = {"시험 정확도 (중앙값)": scores, "가장 낮은 시드": lowest}
pd.DataFrame(columns, index=names).round(3)

# %% [markdown]
# 두 신경망 모두 [[adam|Adam]](학습률은 0.005까지 올렸다 내린다)으로 네 에폭을 시드 ![[lab-cifar10-cnn.py#n_seeds]]개로 배웠다.
# 시험 정확도의 중앙값은 CNN ![[lab-cifar10-cnn.py#cnn_acc|.1%]], 다층 퍼셉트론 ![[lab-cifar10-cnn.py#mlp_acc|.1%]]이고, 평균 색은 ![[lab-cifar10-cnn.py#colour_acc|.1%]]이다.
# 가장 못한 CNN이 ![[lab-cifar10-cnn.py#cnn_worst|.1%]], 가장 나은 다층 퍼셉트론이 ![[lab-cifar10-cnn.py#mlp_best|.1%]]이다.
# 시험 이미지의 표준오차가 ![[lab-cifar10-cnn.py#noise|.1%]]쯤이므로 그 두 배가 넘는 차이만 차이로 센다. 가장 불리한 시드끼리 견주어도 CNN은 다층 퍼셉트론보다 ![[lab-cifar10-cnn.py#versus_mlp]].
# 넘을 선은 CNN의 중앙값이 ![[lab-cifar10-cnn.py#versus_bar]]. 시드 ![[lab-cifar10-cnn.py#n_seeds]]개 가운데 ![[lab-cifar10-cnn.py#n_over]]개가 평균 색보다 높다.

# %% per-class
guess = cnns[0](x[test]).argmax(1)
recall = [(guess[labels[test] == k] == k).float().mean().item() for k in range(n_classes)]
best_class, worst_class = (
    classes[int(np.argmax(recall))],
    classes[int(np.argmin(recall))],
)
for name, value in zip(classes, recall, strict=True):
    print(f"{name} {value:.2f}", end="  ")

# %% [markdown]
# 시드 0의 CNN을 클래스마다 나누면 가장 잘 찾는 것은 '![[lab-cifar10-cnn.py#best_class]]', 가장 못 찾는 것은 '![[lab-cifar10-cnn.py#worst_class]]'이다.
#
# ## 이웃에서 베낀 점수
#
# 조각으로 돌렸다면 의심할 것이 하나 더 있다. 체커판으로 나누면 시험 조각의 위아래와 양옆이 모두 훈련 조각이라, 같은 잔디와 같은 벽을 이미 본 셈이다.
# 그래서 사진의 왼쪽 절반에서 배우고 오른쪽 절반에서 시험해 다시 잰다. CIFAR-10은 이미지마다 다른 사진이라 이 걱정이 없다.

# %% halves
if place is None:
    half_report = "CIFAR-10이라 재지 않았다"
else:
    left = place[:, 1] < place[:, 2] // 2
    x_left = normalise(images, left)
    half_cnn, _ = learn("CNN", x_left, left, val & ~left, seed=0)  # 곡선은 그리지 않는다
    half_acc = accuracy(half_cnn, x_left, ~left)
    half_colour = colour_knn(left, ~left)
    half_report = f"평균 색 {half_colour:.1%}, CNN {half_acc:.1%}(시드 0)"
    assert half_acc < cnn_acc and half_colour < colour_acc
print(half_report)

# %% [markdown]
# 왼쪽에서 배우고 오른쪽에서 잰 시험 정확도: ![[lab-cifar10-cnn.py#half_report]].
# 조각이라면 두 방법의 점수가 함께 내려간다. CNN은 시드 0으로 한 번만 배웠으므로 둘 가운데 어느 쪽이 나은지는 말하지 않는다.
# 체커판의 점수에는 이웃을 본 덕이 들어 있으므로, 처음 보는 자리에 쓸 생각이면 낮은 쪽을 믿어야 한다([[data-split]]).
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - `augment`를 빼고 배우면 훈련과 검증의 틈은 어떻게 달라지는가. 여기서는 증강의 몫을 따로 재지 않았다.
#   답: 문제를 줄여(16 × 16으로 줄인 조각, 훈련 ![[tiles_answers.py#n_train]]장, 블록 둘, 네 에폭) 시드 다섯으로 쟀다. 훈련과 시험의 틈의 중앙값이 증강이 있을 때 ![[tiles_answers.py#flip_gap|.2%]]포인트, 없을 때 ![[tiles_answers.py#still_gap|.2%]]포인트이고, 시드 다섯 가운데 ![[tiles_answers.py#n_wider]]개에서 없는 쪽이 넓다.
# - 기본 블록에 [[batch-normalization]]을(를) 넣으면 같은 에폭에 얼마나 더 배우는가.
#   답: 같은 줄인 문제에서 시험 정확도의 중앙값이 ![[tiles_answers.py#acc|.1%]]에서 ![[tiles_answers.py#norm_acc|.1%]](으)로 바뀌고, 시드 다섯 가운데 ![[tiles_answers.py#n_norm]]개에서 높다. 에폭을 늘리면 어떻게 되는지는 재지 않았다.
# - 조각을 흑백으로 바꾸어 색을 없애면 CNN과 평균 색의 차이는 벌어지는가.
#   답: 같은 줄인 문제에서 CNN은 ![[tiles_answers.py#acc|.1%]]에서 ![[tiles_answers.py#grey_acc|.1%]](으)로, 1-NN은 평균 색의 ![[tiles_answers.py#colour_acc|.1%]]에서 평균 밝기의 ![[tiles_answers.py#light_acc|.1%]](으)로 바뀐다. 둘의 차이는 ![[tiles_answers.py#over_colour|+.1%]]포인트에서 ![[tiles_answers.py#over_light|+.1%]]포인트가 된다. 색이 없어지면 무늬를 보지 않는 방법이 더 많이 잃는다.
#
#   ![[tiles_answers.py#train|fold]]
#
# - 미리 학습한 [[convolution-operation|필터]]를 가져오는 [[lab-vgg-transfer]]은(는) 적은 이미지에서 얼마나 유리한가. 답은 그 실습의 결과에 있다.
# - CIFAR-10을 `data` 폴더에 받아 두고 다시 돌리면 같은 코드가 앞의 1,500장과 시험 500장을 읽는다. 50,000장을 다 쓰면 점수는 얼마인가.
#   답이 없다: 내려받아야 하는 데이터라 이 사이트에서는 재지 않았다.
