# /// script
# [tool.maedeup]
# timeout_s = 180
# aliases = ["VGG로 분류하기", "전이학습 실습", "transfer lab"]
# tags = ["실습", "전이 학습"]
# requires = ["transfer-learning", "fine-tuning", "vggnet", "dropout"]
# source = [
#   "AI 라이브러리 3주차 학습 노트",
#   "AI와 Flask 강의 노트 6-1절",
#   "simonyan2015very",
#   "ojala2002multiresolution",
# ]
# ///

# %% [markdown]
# # 실습: VGG식 전이학습
#
# 새 문제의 레이블이 클래스마다 두어 장뿐일 때, 다른 사진으로 배운 VGG식 백본을 물려받으면 얼마나 더 맞히는가.
# [[transfer-learning]]에서 숫자로 본 것을 이번에는 사진으로 한다.
# 같은 레이블을 놓고 여섯 가지 방법을 겨룬다. 그 가운데 둘은 신경망을 쓰지 않는다.
# 이미지넷의 진짜 가중치로 하는 것은 [[lab-imagenet-transfer]]이다. 거기에서는 물려받은 특성이 훨씬 크게 이긴다.

# %% setup
import copy
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from skimage import data
from skimage.color import rgb2gray
from skimage.feature import local_binary_pattern
from sklearn.datasets import load_sample_images
from sklearn.linear_model import LogisticRegression
from torch import nn
from torch.nn.functional import cross_entropy
from torchvision import models

torch.manual_seed(0)

# %% [markdown]
# ## 데이터
#
# 새 문제는 벽돌, 잔디, 자갈, 동전, 글을 찍은 사진에서 오려 낸 32 × 32 조각이 다섯 가운데 어느 것인지 맞히는 것이다.
# 사진은 scikit-image에 들어 있고 흑백이다.
#
# 훈련 조각은 사진의 왼쪽 반에서, 시험 조각은 오른쪽 반에서 오린다. 아무 데서나 오리면 겹친 조각이 양쪽에 들어가 [[data-split|나눈 뜻]]이 없어진다.
# 조각마다 밝기의 평균을 0, 표준편차를 1로 맞추므로, 밝은 정도만 보고는 맞힐 수 없다.

# %% data
SIDE, names = 32, ["벽돌", "잔디", "자갈", "동전", "글"]
gray = [data.brick(), data.grass(), data.gravel(), data.coins(), data.page()]


def crop(photos, half, n, seed):
    """사진마다 왼쪽(0)이나 오른쪽(1) 반에서 조각 n개를 오린다."""
    rng, patches = np.random.default_rng(seed), []
    for photo in photos:
        width = photo.shape[1] // 2
        for _ in range(n):
            top = rng.integers(photo.shape[0] - SIDE + 1)
            left = half * width + rng.integers(width - SIDE + 1)
            patches.append(photo[top : top + SIDE, left : left + SIDE])
    x = torch.tensor(np.stack(patches), dtype=torch.float32)[:, None]  # (N, 1, 32, 32)
    x = (x - x.mean((2, 3), keepdim=True)) / (x.std((2, 3), keepdim=True) + 0.01)
    return x, torch.arange(len(photos)).repeat_interleave(n)


pool, pool_y = crop([p / 255 for p in gray], half=0, n=40, seed=2)
test, test_y = crop([p / 255 for p in gray], half=1, n=40, seed=3)
n_pool, n_test = len(pool), len(test)
print(tuple(pool.shape), tuple(test.shape))
assert n_pool == n_test == 40 * len(names)

# %% plot-samples
fig, axes = plt.subplots(2, 10, num="vgg-samples", figsize=(7.5, 2.1), layout="constrained")
for ax, i in zip(axes.T.flat, range(0, n_test, n_test // 20), strict=True):
    ax.imshow(test[i, 0], cmap="gray")
    ax.axis("off")
for c, name in enumerate(names):
    axes[0, 2 * c].set_title(name, loc="left")

# %% [markdown]
# ## 신경망 없는 기준선
#
# 신경망을 쓰기 전에 두 가지를 재 둔다.
# 하나는 픽셀을 그대로 넣은 [[logistic-regression]]이고, 하나는 무늬를 세는 오래된 특성이다.
# **LBP**(local binary pattern)는 픽셀마다 둘레의 여덟 점이 가운데보다 밝은지 적고, 그 모양의 빈도를 센다. 조각 하나가 수 열 개가 된다.
# 레이블이 있는 조각은 클래스마다 2장, 5장, 20장으로 늘리고, 어느 조각을 고를지만 바꾸어 세 번씩 되풀이한다.


# %% baselines
def count_patterns(x):
    rows = []
    for patch in x[:, 0].numpy():
        scaled = np.uint8(255 * (patch - patch.min()) / (np.ptp(patch) + 1e-9))
        codes = local_binary_pattern(scaled, P=8, R=1, method="uniform")  # 0부터 9까지
        rows.append(np.bincount(codes.astype(int).ravel(), minlength=10) / codes.size)
    return np.array(rows)  # (N, 10)


def pick(per_class, seed):
    rng = np.random.default_rng(seed)
    where = [torch.where(pool_y == c)[0].numpy() for c in range(len(names))]
    return np.concatenate([rng.choice(w, per_class, replace=False) for w in where])


def linear(features, test_features, chosen):
    model = LogisticRegression(C=100, max_iter=500)
    return model.fit(features[chosen], pool_y[chosen]).score(test_features, test_y)


sizes, n_seeds = [2, 5, 20], 3
chance = 1 / len(names)
pixels = pool.flatten(1), test.flatten(1)
patterns = count_patterns(pool), count_patterns(test)
scores = {"픽셀과 로지스틱 회귀": [], "LBP와 로지스틱 회귀": []}
for k in sizes:
    for name, pair in zip(scores, (pixels, patterns), strict=True):
        scores[name].append([linear(*pair, pick(k, s)) for s in range(n_seeds)])
pixel_top, lbp_2 = (
    np.mean(scores["픽셀과 로지스틱 회귀"][-1]),
    np.mean(scores["LBP와 로지스틱 회귀"][0]),
)
print(f"찍기 {chance:.2f}, 픽셀(20장) {pixel_top:.2f}, LBP(2장) {lbp_2:.2f}")
assert pixel_top < 0.4 < lbp_2

# %% [markdown]
# 찍으면 ![[lab-vgg-transfer.py#chance|.0%]]이다. 픽셀은 20장을 주어도 ![[lab-vgg-transfer.py#pixel_top|.0%]]에 그친다. 무늬는 어느 픽셀이 밝은지가 아니라 어떻게 되풀이되는지에 있기 때문이다.
# LBP는 두 장만으로 ![[lab-vgg-transfer.py#lbp_2|.0%]]를 맞힌다. 신경망이 넘어야 할 선은 이쪽이다.
#
# ## 백본
#
# 원래 실습은 [[alexnet|이미지넷]]으로 배운 [[vggnet|VGG16]]의 가중치를 내려받는다. 이 페이지는 내려받지 않고, 컴퓨터에 이미 있을 때에만 쓴다.
# 없으면 3 × 3 합성곱 둘과 [[max-pooling|풀링]] 하나를 세 번 쌓은 작은 VGG를, 컬러 사진 일곱 장과 풍경, 꽃 사진으로 직접 배운다. 조각이 어느 사진에서 왔는지 맞히는 문제라 레이블을 따로 붙일 필요가 없다.
# 어느 쪽이든 백본을 아래(앞쪽 층)와 위(마지막 블록)로 나누어 둔다. 아래는 끝까지 얼린다.


# %% body
def block(c_in, c_out):
    conv1 = nn.Conv2d(c_in, c_out, 3, padding=1)
    conv2 = nn.Conv2d(c_out, c_out, 3, padding=1)
    return nn.Sequential(conv1, nn.ReLU(), conv2, nn.ReLU(), nn.MaxPool2d(2))


def make_small_vgg():
    """아래와 위. 크기는 32 -> 16 -> 8 -> 4, 채널은 1 -> 8 -> 16 -> 32."""
    bottom, top = nn.Sequential(block(1, 8), block(8, 16)), block(16, 32)
    # 채널을 안쪽에 두면 합성곱과 풀링이 빨라진다
    return tuple(m.to(memory_format=torch.channels_last) for m in (bottom, top))


def flatten_mean(x):
    return x.mean((2, 3))  # (N, C, H, W) -> (N, C)


def learn(parts, x, y, n_steps, lr=3e-3, size=20):
    """parts를 차례로 지나게 하여 배우고, 걸음마다의 손실을 돌려준다."""
    optimizer = torch.optim.Adam([p for m in parts for p in m.parameters()], lr=lr, fused=True)
    losses = []
    for _ in range(n_steps):
        batch = torch.randperm(len(x))[:size]
        loss = cross_entropy(run(parts, x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def run(parts, x):
    for part in parts[:-1]:
        x = part(x)
    return parts[-1](flatten_mean(x) if x.ndim == 4 else x)


@torch.no_grad()
def accuracy(parts, x, y):
    return (run(parts, x).argmax(1) == y).float().mean().item()


# %% pretrain
weights = models.VGG16_Weights.IMAGENET1K_V1
cached = Path(torch.hub.get_dir(), "checkpoints", Path(weights.url).name)
if cached.exists():
    vgg, blank = models.vgg16(weights=None), models.vgg16(weights=None)
    vgg.load_state_dict(torch.load(cached, weights_only=True))
    (bottom, top), untrained = ((m.features[:24], m.features[24:]) for m in (vgg, blank))
    # 회색을 세 채널로
    pool_in, test_in = (x.expand(-1, 3, -1, -1) for x in (pool, test))
    origin = "이미지넷으로 배운 torchvision의 VGG16"
else:
    colour = [data.astronaut(), data.chelsea(), data.coffee(), data.rocket()]
    colour += [data.hubble_deep_field(), data.retina(), data.immunohistochemistry()]
    photos = [rgb2gray(p) for p in colour + load_sample_images().images]
    x, y = crop(photos, 0, 120, seed=0)
    x_right, y_right = crop(photos, 1, 40, seed=1)
    (bottom, top), untrained = make_small_vgg(), make_small_vgg()
    head = nn.Linear(32, len(photos))
    learn([bottom, top, head], x, y, n_steps=200, size=32)
    left, right = (accuracy([bottom, top, head], *d) for d in ((x, y), (x_right, y_right)))
    pool_in, test_in = pool, test
    origin = (
        f"사진 {len(photos)}장으로 직접 배운 작은 VGG (왼쪽 반 {left:.0%}, 오른쪽 반 {right:.0%})"
    )
    assert right > 2 / len(photos)
print(origin)
n_body = sum(p.numel() for m in (bottom, top) for p in m.parameters())

# %% [markdown]
# 이번에 쓴 백본: **![[lab-vgg-transfer.py#origin]]**. 파라미터는 ![[lab-vgg-transfer.py#n_body|,]]개다.
# 괄호가 붙어 있다면 어느 사진에서 왔는지를 맞힌 비율이다. 사진의 오른쪽 반에는 왼쪽 반에 없던 것이 있어 낮다.
# 자기 문제를 잘 풀지 못하는 백본이라도 특성은 쓸 만할 수 있는지 이제 본다.
#
# ## 네 가지 전략
#
# | 전략 | 아래 | 마지막 블록 | 분류기 |
# |---|---|---|---|
# | 무작위 백본 | 무작위, 얼림 | 무작위, 얼림 | 배운다 |
# | [[feature-extraction\|특성 추출]] | 물려받음, 얼림 | 물려받음, 얼림 | 배운다 |
# | [[fine-tuning\|미세 조정]] | 물려받음, 얼림 | 물려받음, 다시 배운다 | 배운다 |
# | 처음부터 | 새 작은 VGG를 배운다 | 배운다 | 배운다 |
#
# 무작위 백본은 빠뜨리기 쉬운 기준선이다. 배우는 수가 특성 추출과 똑같으므로, 둘의 차이가 곧 물려받은 것의 값이다.
# 얼린 부분은 늘 같은 값을 내므로 한 번만 지나게 하고 [[feature-extraction|결과를 적어 둔다]].

# %% strategies
N_STEPS = 50


@torch.no_grad()
def pass_through(part, x):
    return torch.cat([part(piece) for piece in x.split(100)])


def scaled(features):
    """훈련 쪽의 평균과 표준편차로 두 쪽을 맞춘다."""
    mean, std = features[0].mean(0), features[0].std(0) + 1e-6
    return [(f - mean) / std for f in features]


middle = [pass_through(bottom, x) for x in (pool_in, test_in)]  # 아래를 지난 값
frozen = scaled([flatten_mean(pass_through(top, m)) for m in middle])  # (N, C)
random_body = nn.Sequential(*untrained)
blind = scaled([flatten_mean(pass_through(random_body, x)) for x in (pool_in, test_in)])
width = frozen[0].shape[1]


def attempt(name, chosen, seed):
    torch.manual_seed(seed)
    features = {"무작위 백본": blind, "특성 추출": frozen, "미세 조정": middle}.get(
        name, (pool, test)
    )
    parts = [nn.Linear(width, len(names))]
    if name == "미세 조정":
        parts = [copy.deepcopy(top), *parts]
    if name == "처음부터":
        parts = [*make_small_vgg(), nn.Linear(32, len(names))]
    is_head_only = len(parts) == 1
    losses = learn(
        parts,
        features[0][chosen],
        pool_y[chosen],
        N_STEPS,
        0.01 if is_head_only else 3e-3,
    )
    return accuracy(parts, features[1], test_y), losses


curves = {}
for name in ("무작위 백본", "특성 추출", "미세 조정", "처음부터"):
    scores[name] = []
    for k in sizes:
        runs = [attempt(name, pick(k, s), s) for s in range(n_seeds)]
        scores[name].append([score for score, _ in runs])
        if k == 5:
            curves[name] = runs[0][1]
table = pd.DataFrame({n: np.mean(v, axis=1) for n, v in scores.items()}, index=sizes).T
table.columns = [f"클래스마다 {k}장" for k in sizes]
random_2, frozen_2, tuned_2, scratch_2 = table.iloc[2:, 0]
random_20, frozen_20, tuned_20, scratch_20 = table.iloc[2:, -1]
lbp_20 = table.loc["LBP와 로지스틱 회귀"].iloc[-1]
best_2, best_20 = table.iloc[:, 0].idxmax(), table.iloc[:, -1].idxmax()
spread = max(np.ptp(v, axis=1).max() for v in scores.values())
inherited = frozen_2 - random_2
pairs = {n: np.ravel(scores["특성 추출"]) > np.ravel(v) for n, v in scores.items()}
win_random, win_scratch = int(pairs["무작위 백본"].sum()), int(pairs["처음부터"].sum())
win_lbp, n_pairs = int(pairs["LBP와 로지스틱 회귀"].sum()), len(sizes) * n_seeds
mean = table.mean(axis=1)  # 세 크기의 평균
over_random, over_scratch, over_lbp = (
    mean["특성 추출"] - mean[n] for n in ("무작위 백본", "처음부터", "LBP와 로지스틱 회귀")
)
lbp_word = "뚜렷이 앞선다" if over_lbp > 0.05 else "뚜렷이 앞서지는 못한다"
if not cached.exists():  # VGG16의 가중치로는 재지 않았으므로 주장하지 않는다
    assert over_random > 0.05 and over_scratch > 0.03 and win_random > n_pairs / 2
table.round(3)

# %% plot-strategies
fig, ax = plt.subplots(num="vgg-transfer", figsize=(7.5, 3.6), layout="constrained")
styles = {"픽셀과 로지스틱 회귀": "0.6", "LBP와 로지스틱 회귀": "k"}
for i, (name, runs) in enumerate(scores.items()):
    runs, color = np.array(runs), styles.get(name, f"C{i - 2}")
    ax.plot(
        sizes,
        runs.mean(1),
        marker="o",
        color=color,
        ls="--" if name in styles else "-",
        label=name,
    )
    ax.fill_between(sizes, runs.min(1), runs.max(1), color=color, alpha=0.12, lw=0)
ax.axhline(chance, color="0.5", lw=0.8, ls=":")
ax.set(
    xscale="log",
    ylim=(0.1, 1),
    xlabel="클래스마다 레이블이 있는 조각",
    ylabel="시험 정확도",
)
ax.set_xticks(sizes, sizes)
ax.minorticks_off()
ax.set_title("띠는 세 번 가운데 가장 낮은 것과 높은 것, 점선은 찍기")
ax.legend(ncols=3, loc="lower right", fontsize=8.5)

# %% [markdown]
# ## 결과
#
# 클래스마다 두 장일 때 무작위 백본은 ![[lab-vgg-transfer.py#random_2|.0%]], 물려받은 백본을 얼린 특성 추출은 ![[lab-vgg-transfer.py#frozen_2|.0%]], 마지막 블록을 푼 미세 조정은 ![[lab-vgg-transfer.py#tuned_2|.0%]], 처음부터 배운 것은 ![[lab-vgg-transfer.py#scratch_2|.0%]]이다.
# 특성 추출과 무작위 백본의 차이 ![[lab-vgg-transfer.py#inherited|+.0%]]포인트가 물려받은 것의 값이다.
# 신경망이 없는 LBP는 ![[lab-vgg-transfer.py#lbp_2|.0%]]이고, 두 장에서 가장 높은 방법은 “![[lab-vgg-transfer.py#best_2]]”이다.
#
# 스무 장이면 특성 추출이 ![[lab-vgg-transfer.py#frozen_20|.0%]], 미세 조정이 ![[lab-vgg-transfer.py#tuned_20|.0%]], LBP가 ![[lab-vgg-transfer.py#lbp_20|.0%]]이고 가장 높은 방법은 “![[lab-vgg-transfer.py#best_20]]”이다.
#
# 어느 조각을 골랐는지에 따라 같은 방법이 많게는 ![[lab-vgg-transfer.py#spread|.0%]]포인트까지 흔들린다. 그래서 같은 조각을 받은 것끼리 다시 짝지어 센다.
# 겨루기 ![[lab-vgg-transfer.py#n_pairs]]번 가운데 특성 추출은 무작위 백본을 ![[lab-vgg-transfer.py#win_random]]번, 처음부터 배운 것을 ![[lab-vgg-transfer.py#win_scratch]]번, LBP를 ![[lab-vgg-transfer.py#win_lbp]]번 이겼다.
# 세 크기를 평균하면 무작위 백본보다 ![[lab-vgg-transfer.py#over_random|+.1%]]포인트, 처음부터 배운 것보다 ![[lab-vgg-transfer.py#over_scratch|+.1%]]포인트, LBP보다 ![[lab-vgg-transfer.py#over_lbp|+.1%]]포인트이다. 사람이 만든 수 열 개짜리 무늬 특성을 ![[lab-vgg-transfer.py#lbp_word]].
# 훈련 조각과 시험 조각이 같은 사진의 두 반쪽이라는 것도 잊지 않는다. 여기서 잰 것은 이 벽돌 벽을 알아보는 힘이지 세상의 벽돌을 알아보는 힘이 아니다.

# %% plot-curves
fig, ax = plt.subplots(num="vgg-curves", figsize=(7.5, 3), layout="constrained")
for i, (name, losses) in enumerate(curves.items()):
    ax.plot(range(1, N_STEPS + 1), losses, color=f"C{i}", label=name)
ax.axhline(np.log(len(names)), color="0.5", lw=0.8, ls=":")
ax.set(
    title="클래스마다 5장일 때의 학습 곡선 (점선은 찍기)",
    xlabel="걸음",
    ylabel="훈련 손실",
    ylim=0,
)
ax.legend(ncols=2)

# %% [markdown]
# 시험 정확도와 견주어 볼 것은 훈련 손실이다. 백본까지 배우는 쪽은 움직이는 것이 많아, 훈련 손실이 낮다고 시험 정확도가 높은 것은 아니다.
#
# ## 드롭아웃
#
# VGG16의 분류기에는 [[fully-connected-layer|완전 연결층]] 사이마다 확률 0.5의 [[dropout]]이 있다. torchvision에 물어본다.

# %% dropout
with torch.device("meta"):  # 가중치 없이 짜임만 만든다
    classifier = models.vgg16().classifier
print([type(m).__name__ for m in classifier])
drops = [m.p for m in classifier if isinstance(m, nn.Dropout)]
assert drops == [0.5, 0.5]


def hidden_head(p, chosen, seed):
    torch.manual_seed(seed)
    body = nn.Sequential(nn.Linear(width, 64), nn.ReLU(), nn.Dropout(p))
    last = nn.Linear(64, 5)
    learn([body, last], frozen[0][chosen], pool_y[chosen], N_STEPS)
    body.eval()  # 시험에서는 뉴런을 끄지 않는다
    return accuracy([body, last], frozen[1], test_y)


without, with_drop = (
    float(np.mean([hidden_head(p, pick(5, s), s) for s in range(5)])) for p in (0, 0.5)
)
gap = with_drop - without
verdict = "올랐다" if gap > 0.02 else "떨어졌다" if gap < -0.02 else "달라졌다고 할 수 없다"
print(f"없이 {without:.3f}, 있으면 {with_drop:.3f}")

# %% [markdown]
# 얼린 특성 위에 은닉층이 하나 있는 분류기를 얹고 클래스마다 5장으로 다섯 번 배우면, 드롭아웃 없이 ![[lab-vgg-transfer.py#without|.1%]], 있으면 ![[lab-vgg-transfer.py#with_drop|.1%]]이다. 이 문제에서는 정확도가 ![[lab-vgg-transfer.py#verdict]].
# VGG16의 분류기는 파라미터가 1억 개를 넘지만 여기의 분류기는 작다. 드롭아웃은 과적합할 만큼 큰 층에 쓰는 약이고, 넣으면 늘 오르는 것이 아니다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 미세 조정의 [[gradient-descent|학습률]]을 열 배 낮추거나 높이면 두 장일 때의 점수가 어떻게 바뀌는가. 마지막 블록이 아니라 전부 풀면 어떤가.
#   답: 문제를 줄여(16 × 16 조각) 사전 훈련부터 시드 다섯으로 쟀다. 미세 조정의 중앙값이 열 배 낮은 학습률에서 ![[transfer_answers.py#slow_acc|.1%]], 그대로 ![[transfer_answers.py#usual_acc|.1%]], 열 배 높은 학습률에서 ![[transfer_answers.py#fast_acc|.1%]]이고, 모두 풀면 ![[transfer_answers.py#whole_acc|.1%]]이다.
# - 사전 훈련의 걸음 수를 늘리면 물려받은 것의 값이 커지는가. 사진의 수를 셋으로 줄이면 어떤가.
#   답: 얼린 특성으로 잰 중앙값이 배우지 않은 백본 ![[transfer_answers.py#acc_0|.1%]], 30걸음 ![[transfer_answers.py#acc_30|.1%]], 120걸음 ![[transfer_answers.py#acc_120|.1%]]이고, 120걸음이 30걸음보다 나은 시드는 다섯 가운데 ![[transfer_answers.py#n_more]]개이다. 사진 셋으로 배운 것은 ![[transfer_answers.py#acc_three|.1%]]이며, 아홉 장으로 배운 것보다 낮은 시드가 ![[transfer_answers.py#n_fewer]]개이다.
#
#   ![[transfer_answers.py#pretrain|fold]]
#
# - 벽돌을 찍은 다른 사진을 구해 시험해 본다. 점수가 얼마나 떨어지는가.
#   반쪽의 답: 패키지에 다른 벽돌 사진이 없어, 다섯 사진의 오른쪽 반을 두 배로 키워 다시 물었다. 가까이에서 찍은 것과 비슷하게만 바꾸어도 중앙값이 ![[transfer_answers.py#acc_120|.1%]]에서 ![[transfer_answers.py#near_acc|.1%]](으)로 바뀌고, 시드 다섯 가운데 ![[transfer_answers.py#n_worse]]개에서 떨어진다. 진짜 다른 벽돌은 스스로 찍어 본다.
# - VGG16의 가중치를 받아 둔 컴퓨터에서 이 파일을 돌리면 같은 코드가 그것을 쓴다. 층의 표는 [[vggnet]]에 있다.
