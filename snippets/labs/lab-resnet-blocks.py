# /// script
# [tool.maedeup]
# timeout_s = 180
# aliases = ["ResNet 실습", "BasicBlock", "skip connection 실습"]
# tags = ["실습", "합성곱"]
# requires = ["residual-block", "resnet", "train-and-eval-mode"]
# source = [
#   "AI 라이브러리 4주차 학습 노트",
#   "he2016deep",
#   "PyTorch 문서 BatchNorm2d",
#   "torchvision 문서 ResNet",
# ]
# ///

# %% [markdown]
# # 실습: 레지듀얼 블록 쌓기
#
# 블록을 스스로 지어 쌓으면서, 스킵 연결 하나를 더하고 빼는 것만으로 같은 걸음에 깊은 신경망의 손실이 어떻게 갈리는지 본다.
# [[degradation-problem]]에서 선형층으로 잰 것을 합성곱으로 다시 재고, 이번에는 시험 정확도까지 적는다.
# 깊게 쌓은 것이 얕은 것과 층이 없는 모델을 정말 이기는지도 숨기지 않고 견준다.

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from torch import nn
from torch.nn.functional import cross_entropy
from torchvision.datasets import CIFAR10

torch.manual_seed(0)

# %% [markdown]
# ## 데이터
#
# 원래 실습의 데이터는 32 × 32 컬러 사진 CIFAR-10이다. `data` 폴더에 있으면 앞의 1,797장을 읽고, 없으면 scikit-learn의 8 × 8 손글씨를 읽는다.

# %% data
try:
    cifar = CIFAR10(root="data", train=True, download=False)
    x = torch.tensor(cifar.data[:1797] / 255, dtype=torch.float32).permute(0, 3, 1, 2)
    y, source = torch.tensor(cifar.targets[:1797]), "torchvision의 CIFAR10"
except RuntimeError as e:
    print(type(e).__name__, str(e).split(".")[0])
    digits = load_digits()
    x = torch.tensor(digits.images / 16, dtype=torch.float32)[:, None]  # (N, 1, 8, 8)
    y, source = torch.tensor(digits.target), "scikit-learn의 load_digits"
train, test = train_test_split(np.arange(len(x)), test_size=0.3, stratify=y, random_state=0)
n_train, n_test, side = len(train), len(test), x.shape[-1]
print(source, tuple(x.shape), n_train, n_test)
assert not set(train) & set(test) and len(y.unique()) == 10

# %% [markdown]
# 이 페이지의 수는 **![[lab-resnet-blocks.py#source]]** 에서 나왔다. 한 장은 ![[lab-resnet-blocks.py#side]] × ![[lab-resnet-blocks.py#side]]이고, 훈련에 ![[lab-resnet-blocks.py#n_train|,]]장, 시험에 ![[lab-resnet-blocks.py#n_test|,]]장을 쓴다.
# 고를 것을 미리 정해 두고 한 번씩만 재므로 검증 몫은 따로 두지 않는다. 설정을 바꾸어 가며 고를 생각이라면 [[data-split|검증 표본]]을 떼어야 한다.
#
# ## 넘어야 할 선
#
# 층이 없는 [[logistic-regression]]이(가) 기준선이다.

# %% baseline
flat = x.flatten(1).numpy()
linear = LogisticRegression(max_iter=300).fit(flat[train], y[train])
linear_acc = linear.score(flat[test], y[test])
print(f"로지스틱 회귀 {linear_acc:.3f}")

# %% [markdown]
# 넘어야 할 선은 ![[lab-resnet-blocks.py#linear_acc|.1%]]이다.
#
# ## 입구: 7 × 7, 스트라이드 2, 그리고 풀링
#
# ImageNet용 [[resnet]]의 입구는 224 × 224 사진을 얼른 줄인다. 크기를 따라가 본다.

# %% stem
stem = nn.Sequential(
    nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
    nn.MaxPool2d(3, stride=2, padding=1),
)  # fmt: skip
h, sizes = torch.zeros(1, 3, 224, 224), [224]
for layer in stem:
    h = layer(h)
    if h.shape[-1] != sizes[-1]:
        sizes.append(h.shape[-1])
print(sizes, tuple(h.shape))
mac_7 = 7 * 7 * 3 * 64 * 112**2  # 7x7, 스트라이드 2
mac_3 = 3 * 3 * 3 * 64 * 224**2  # 3x3, 스트라이드 1
mac_3s2 = 3 * 3 * 3 * 64 * 112**2  # 3x3, 스트라이드 2
print(f"{mac_7:,}번, {mac_3:,}번, {mac_3s2:,}번")
assert sizes == [224, 112, 56]
assert mac_7 > mac_3 > mac_3s2

# %% [markdown]
# > **바로잡음: 초반의 연산량을 줄이려고 7 × 7을 쓴다.**
# > 줄이는 것은 [[stride|스트라이드]] 2와 [[max-pooling|풀링]]이다. 7 × 7 합성곱의 곱셈은 스트라이드가 2인데도 ![[lab-resnet-blocks.py#mac_7|,]]번이라, 스트라이드 1인 3 × 3의 ![[lab-resnet-blocks.py#mac_3|,]]번보다 많다.
# > 같은 스트라이드의 3 × 3이라면 ![[lab-resnet-blocks.py#mac_3s2|,]]번이다. 7 × 7은 처음부터 넓게 보는 값을 치른 것이다.
#
# 8 × 8 손글씨를 이렇게 줄이면 남는 것이 없다. 그래서 이 실습의 입구는 크기에 맞춘다.
# 32 × 32 사진이면 위의 방법으로 8 × 8까지 줄이고, 8 × 8이면 3 × 3 합성곱 하나만 둔다. 어느 쪽이든 블록은 8 × 8에서 시작한다.
#
# ## 블록
#
# 기본 블록은 3 × 3 합성곱 둘과 [[batch-normalization]] 둘이다. `skip`만 다르고 나머지는 똑같은 두 판을 만든다.
# 크기와 채널이 바뀌는 곳에서는 [[residual-block|스킵 연결에 1 × 1 합성곱]]을 둔다.


# %% block
class Block(nn.Module):
    def __init__(self, c_in, c_out, stride, skip):
        super().__init__()
        self.skip = skip
        self.f = nn.Sequential(
            nn.Conv2d(c_in, c_out, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(c_out),
            nn.ReLU(),
            nn.Conv2d(c_out, c_out, 3, padding=1, bias=False),
            nn.BatchNorm2d(c_out),
        )
        self.shortcut = nn.Identity()
        if skip and (stride > 1 or c_in != c_out):
            conv = nn.Conv2d(c_in, c_out, 1, stride, bias=False)
            self.shortcut = nn.Sequential(conv, nn.BatchNorm2d(c_out))

    def forward(self, x):
        return torch.relu(self.f(x) + self.shortcut(x) if self.skip else self.f(x))


needed = Block(8, 16, 2, skip=True)
some = torch.randn(2, 8, 8, 8)
try:
    needed.f(some) + some
    raise AssertionError("모양이 다른데 더해졌다")
except RuntimeError as e:
    print(type(e).__name__, e)
assert needed(some).shape == (2, 16, 4, 4)

# %% [markdown]
# 스킵 연결의 1 × 1 합성곱은 채널만이 아니라 크기까지 맞춘다. 그것이 네 자리 가운데 하나만 읽는다는 것은 [[residual-block]]에서 확인했다.
#
# 단은 셋이고, 단이 바뀔 때 크기는 절반, 채널은 두 배가 된다. 끝은 [[average-pooling|전역 평균 풀링]]이라 [[fully-connected-layer|완전 연결층]]이 작다.
# 단마다 블록이 $n$개이면 층은 $6n+2$개이다.


# %% network
def build(n, skip, c_in=x.shape[1]):
    if side > 8:  # 32 -> 16 -> 8
        layers = [nn.Conv2d(c_in, 8, 7, 2, 3, bias=False), nn.BatchNorm2d(8), nn.ReLU()]
        layers += [nn.MaxPool2d(3, 2, 1)]
    else:
        layers = [nn.Conv2d(c_in, 8, 3, 1, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU()]
    c = 8
    for c_out in (8, 16, 32):  # 8x8, 4x4, 2x2
        for i in range(n):
            layers.append(Block(c, c_out, 2 if i == 0 and c_out > 8 else 1, skip))
            c = c_out
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c, 10))


def depth(net):
    """배우는 층의 수. 스킵 연결에 든 1x1은 세지 않는다."""
    convs = [m for m in net.modules() if isinstance(m, nn.Conv2d) and m.kernel_size != (1, 1)]
    return len(convs) + 1


def count(net):
    return sum(p.numel() for p in net.parameters())


for n in (1, 2, 4):
    plain, residual = build(n, False), build(n, True)
    print(f"n = {n}: {depth(residual)}층, 파라미터 {count(plain):,}개와 {count(residual):,}개")
    assert depth(plain) == depth(residual) == 6 * n + 2
n_extra = count(residual) - count(plain)
assert build(1, True)(x[:2]).shape == (2, 10)

# %% [markdown]
# 두 판의 파라미터는 단이 바뀌는 곳의 스킵 연결만큼, 곧 ![[lab-resnet-blocks.py#n_extra]]개만 다르다.
#
# ## 학습
#
# 모멘텀을 쓴 [[sgd]]로 ![[lab-resnet-blocks.py#n_steps]]걸음을 배우고, [[hyperparameters|학습률]]은 0.1에서 0까지 곧게 줄인다.
# 가장 얕은 것과 가장 깊은 것을 시드 ![[lab-resnet-blocks.py#n_seeds]]개로 되풀이한다. 시드마다 난수와 배치의 차례는 두 판이 같다.


# %% train
n_steps, n_seeds = 35, 5


def learn(n, skip, seed=0):
    torch.manual_seed(seed)
    net = build(n, skip)
    rule = {"momentum": 0.9, "weight_decay": 1e-4, "fused": True}
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, **rule)
    decay = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, n_steps)
    order, losses = np.random.default_rng(seed), []
    for _ in range(n_steps):
        batch = order.choice(train, 32, replace=False)
        loss = cross_entropy(net(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        decay.step()
        losses.append(loss.item())
    return net.eval(), losses  # 배치 정규화가 모아 둔 통계를 쓰게 한다


@torch.no_grad()
def judge(net):
    loss = cross_entropy(net(x[train]), y[train]).item()
    return loss, (net(x[test]).argmax(1) == y[test]).float().mean().item()


curves, judged, chance = {}, {}, float(np.log(10))
for n in (1, 4):
    for skip in (False, True):
        runs = [learn(n, skip, seed) for seed in range(n_seeds)]
        curves[n, skip] = np.array([losses for _, losses in runs])  # (시드, 걸음)
        judged[n, skip] = np.array([judge(net) for net, _ in runs])  # (시드, 손실과 정확도)
rows = [
    [6 * n + 2, "스킵 연결" if skip else "그냥", *np.median(both, axis=0), both[:, 1].min()]
    for (n, skip), both in judged.items()
]
table = pd.DataFrame(rows, columns=["층", "판", "훈련 손실", "시험 정확도", "가장 낮은 시드"])
losses, accs = table["훈련 손실"].tolist(), table["시험 정확도"].tolist()
plain_shallow, skip_shallow, plain_deep, skip_deep = losses
_, acc_skip_shallow, acc_plain_deep, acc_skip_deep = accs
deepest, shallowest = rows[-1][0], rows[0][0]
lowest_plain, highest_skip = judged[4, False][:, 0].min(), judged[4, True][:, 0].max()
lowest_plain, highest_skip = float(lowest_plain), float(highest_skip)
n_wins = int((judged[4, True][:, 1] > judged[4, False][:, 1]).sum())  # 시드마다 견준 시험 정확도
if "digits" in source:  # CIFAR-10에서는 재지 않았으므로 주장하지 않는다
    assert lowest_plain > highest_skip and n_wins == n_seeds
    assert acc_skip_deep > acc_plain_deep + 0.2
table.round(3)

# %% plot-curves
fig, axes = plt.subplots(
    1, 2, num="resnet-curves", figsize=(7.5, 3.2), sharey=True, layout="constrained"
)
for ax, skip, title in zip(axes, (False, True), ("그냥 쌓기", "스킵 연결을 더해 쌓기"), strict=True):
    for i, n in enumerate((1, 4)):
        for seed, losses_of in enumerate(curves[n, skip]):
            smooth = np.convolve(losses_of, np.ones(5) / 5, mode="valid")
            name = f"{6 * n + 2}층" if seed == 0 else None
            ax.plot(range(5, 5 + len(smooth)), smooth, color=f"C{i}", alpha=0.6, lw=1, label=name)
    ax.axhline(chance, color="0.5", ls=":", lw=1)
    ax.set(title=title, xlabel="걸음", ylim=(0, 3))
axes[0].set_ylabel("훈련 손실 (다섯 걸음의 평균)")
axes[1].legend()

# %% [markdown]
# 선 하나가 시드 하나이고, 점선은 열 클래스를 고르게 찍는 $\ln 10$이다.
#
# ## 결과
#
# 모멘텀 0.9인 SGD, 학습률 0.1로 시드 ![[lab-resnet-blocks.py#n_seeds]]개를 배운 중앙값이다.
# 가장 깊은 ![[lab-resnet-blocks.py#deepest]]층에서 그냥 쌓은 것의 훈련 손실은 ![[lab-resnet-blocks.py#plain_deep|.2f]], 스킵 연결을 더한 것은 ![[lab-resnet-blocks.py#skip_deep|.2f]]이고, 시험 정확도는 ![[lab-resnet-blocks.py#acc_plain_deep|.1%]]와 ![[lab-resnet-blocks.py#acc_skip_deep|.1%]]이다.
# 그냥 쌓은 것 가운데 가장 나은 시드의 훈련 손실이 ![[lab-resnet-blocks.py#lowest_plain|.2f]], 스킵 연결을 더한 것 가운데 가장 나쁜 시드가 ![[lab-resnet-blocks.py#highest_skip|.2f]]이고, 시험 정확도는 시드 ![[lab-resnet-blocks.py#n_seeds]]개 가운데 ![[lab-resnet-blocks.py#n_wins]]개에서 스킵 연결이 높다.
# 가장 얕은 ![[lab-resnet-blocks.py#shallowest]]층에서는 훈련 손실이 ![[lab-resnet-blocks.py#plain_shallow|.3f]]과(와) ![[lab-resnet-blocks.py#skip_shallow|.3f]]이다.
# 같은 수의 걸음에서 훈련 손실부터 차이가 나면 [[overfitting|과적합]]이 아니라 배우는 일 자체의 차이이다. 다른 [[optimizer|옵티마이저]]와 학습률, 더 많은 걸음에서는 재지 않았으므로, 그냥 쌓은 것은 배우지 못한다고 넓혀 말하지는 않는다.

# %% verdict
gap_depth = acc_skip_deep - acc_skip_shallow
gap_linear = max(accs) - linear_acc
one_image = 1 / n_test
depth_word = "높다" if gap_depth > 0 else "낮다" if gap_depth < 0 else "다르지 않다"
linear_word = "높다" if gap_linear > 0 else "낮다" if gap_linear < 0 else "다르지 않다"
noise = (linear_acc * (1 - linear_acc) / n_test) ** 0.5
print(f"깊이 {gap_depth:+.3f}, 기준선 {gap_linear:+.3f}, 표준오차 {noise:.3f}")

# %% [markdown]
# 깊은 것이 곧 좋은 것인지는 다른 물음이다.
# 스킵 연결이 있는 ![[lab-resnet-blocks.py#deepest]]층의 시험 정확도는 ![[lab-resnet-blocks.py#shallowest]]층의 ![[lab-resnet-blocks.py#acc_skip_shallow|.1%]]보다 ![[lab-resnet-blocks.py#depth_word]](차이 ![[lab-resnet-blocks.py#gap_depth|+.1%]]포인트). 넷 가운데 가장 높은 것은 로지스틱 회귀보다 ![[lab-resnet-blocks.py#linear_word]](![[lab-resnet-blocks.py#gap_linear|+.1%]]포인트).
# 시험 사진이 ![[lab-resnet-blocks.py#n_test|,]]장이라 표준오차가 ![[lab-resnet-blocks.py#noise|.1%]]쯤이므로, 그 두 배보다 작은 차이에는 뜻을 두지 않는다.
# 스킵 연결은 깊은 신경망을 배우기 쉽게 할 뿐이고, 이만한 크기의 사진에 그 깊이가 필요한지는 따로 재야 한다.
#
# ## 통계를 잊으면
#
# `learn`의 마지막 `eval()`을 빼면 [[train-and-eval-mode|시험도 배치의 통계로]] 정규화한다. 사진 한 장씩 넣어 보면 무슨 일이 생기는지 드러난다.

# %% forgot-eval
net, _ = learn(1, True)
few = test[:200]
with torch.no_grad():
    guess = torch.cat([net(x[[i]]) for i in few]).argmax(1)
    kept = (guess == y[few]).float().mean().item()
    net.train()
    guess = torch.cat([net(x[[i]]) for i in few]).argmax(1)
    forgot = (guess == y[few]).float().mean().item()
print(f"eval {kept:.3f}, train {forgot:.3f}")
assert kept > forgot or "digits" not in source

# %% [markdown]
# 같은 가중치로 한 장씩 물었을 때 eval 모드는 ![[lab-resnet-blocks.py#kept|.1%]], train 모드는 ![[lab-resnet-blocks.py#forgot|.1%]]를 맞힌다.
# train 모드에서는 사진 한 장의 평균과 [[probability-and-statistics|분산]]으로 정규화하므로 배울 때와 다른 값이 층을 지난다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 학습률을 0.01로 낮추면 그냥 쌓은 ![[lab-resnet-blocks.py#deepest]]층도 배우는가. 걸음을 열 배로 늘리면 어떤가.
#   답: 14층, 30걸음으로 줄여 시드 다섯으로 쟀다. 그냥 쌓은 것의 훈련 손실의 중앙값이 학습률 0.1에서 ![[residual_answers.py#high_loss|.2f]], 0.01에서 ![[residual_answers.py#low_loss|.2f]]이고, 시드 다섯 가운데 ![[residual_answers.py#n_low]]개에서 낮은 학습률이 낫다. 열 클래스를 고르게 찍는 손실은 ![[lab-resnet-blocks.py#chance|.2f]]이다.
#   걸음을 열 배로 늘린 것은 시드 0으로 한 번만 배웠다. 그 시드의 훈련 손실은 ![[residual_answers.py#short_loss|.2f]]에서 ![[residual_answers.py#long_loss|.2f]](으)로 바뀌었고, 다른 시드에서도 그런지는 말하지 않는다.
# - 블록의 마지막 배치 정규화에서 감마를 0으로 두고 시작하면([[residual-block]]) 깊은 쪽의 곡선이 달라지는가.
#   답: 시작할 때 블록은 입력을 그대로 내보낸다. 스킵 연결이 있는 14층의 훈련 손실의 중앙값은 ![[residual_answers.py#skip_loss|.3f]]에서 ![[residual_answers.py#quiet_loss|.3f]](으)로 바뀌고, 시드 다섯 가운데 ![[residual_answers.py#n_quiet]]개에서 0으로 시작한 쪽이 낮다. 이 짧은 학습에서 잰 것이고, 걸음이 많을 때는 재지 않았다.
# - 기본 블록을 [[bottleneck-block]]으로 바꾸면 파라미터와 정확도는 어떻게 되는가.
#   답: 블록의 수를 그대로 두고 바꾸면 파라미터가 ![[residual_answers.py#n_basic|,]]개에서 ![[residual_answers.py#n_narrow|,]]개로 준다. 시험 정확도의 중앙값은 ![[residual_answers.py#skip_acc|.1%]]와 ![[residual_answers.py#narrow_acc|.1%]]이고, 병목이 나은 시드는 다섯 가운데 ![[residual_answers.py#n_better]]개이다. 채널이 8이면 병목 안은 둘뿐이라, 채널이 많은 [[resnet|ResNet-50]]의 이야기는 아니다.
#
#   ![[residual_answers.py#block|fold]]
#
# - CIFAR-10을 `data` 폴더에 받아 두고 다시 돌린 뒤, 입구를 3 × 3으로 바꾸어 32 × 32에서 블록을 시작해 본다. 논문의 CIFAR용 모델이 이렇게 생겼다.
