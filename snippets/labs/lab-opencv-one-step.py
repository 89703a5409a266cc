# /// script
# [tool.maedeup]
# aliases = ["OpenCV와 PyTorch 실습", "이미지 처리 및 기울기 조정", "one training step"]
# tags = ["실습"]
# requires = ["image-to-tensor", "relu", "training-loop", "cross-entropy"]
# source = "AI 연구실 메모 학습 노트; OpenCV 문서 imread, cvtColor, resize; PyTorch 문서 torch.optim.SGD"
# ///

# %% [markdown]
# # 실습: 사진 한 장으로 한 걸음 학습
#
# 사진 한 장을 읽어 가중치를 한 번 고치면 손실이 줄어든다. 그러면 신경망은 무엇을 배운 것인가.
# OpenCV로 읽고 [[pytorch-overview|파이토치]]로 한 걸음을 내딛는 짧은 코드를 여섯 단계로 나누어 돌린 뒤, 걸음의 크기와 배운 것의 정체를 따져 본다.

# %% setup
from pathlib import Path

import cv2
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import skimage.data
import torch
from torch import nn

# 없는 파일의 경고를 끈다
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
folder = Path(skimage.data.__file__).parent

# %% [markdown]
# ## 1. 읽기
#
# `data/image.jpg`가 있으면 그 사진을 쓰고, 없으면 scikit-image에 든 커피 사진을 쓴다.


# %% load
def load(path):
    bgr = cv2.imread(str(path))
    if bgr is None:
        raise FileNotFoundError(path)
    rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
    return cv2.resize(rgb, (224, 224))  # (224, 224, 3), uint8


mine = Path("data/image.jpg")
photo = mine if mine.exists() else folder / "coffee.png"
photo_name = photo.name
image = load(photo)
print(photo_name, image.shape, image.dtype, image.min(), image.max())
assert image.shape == (224, 224, 3)

# %% [markdown]
# 이 페이지의 사진은 **![[lab-opencv-one-step.py#photo_name]]** 이다.
# `None`을 확인하는 두 줄이 없으면 파일 이름을 잘못 적었을 때 어떻게 되는지 본다.

# %% missing
nothing = cv2.imread("없는 사진.jpg")
try:
    cv2.cvtColor(nothing, cv2.COLOR_BGR2RGB)
except cv2.error as e:
    missing_error = str(e).split("error: ")[1].strip().splitlines()[0]
    print(nothing, "/", missing_error)
assert nothing is None and "_src.empty()" in missing_error

# %% [markdown]
# > **바로잡음: `imread`의 결과를 그대로 쓴다.**
# > 이 라이브러리의 이름은 OpenVc가 아니라 OpenCV이다. `imread`는 없는 파일에도 오류를 내지 않고 `None`을 돌려준다.
# > 멈추는 것은 다음 줄의 `cvtColor`이고, 오류의 글에는 파일 이름이 없다. 읽은 자리에서 확인한다.
#
# ## 2. 텐서로 바꾸기
#
# 축을 (채널, 높이, 너비)로 옮기고 [[batch-tensor-shapes|배치 축]]을 붙인다([[image-to-tensor]]). 값은 두 가지로 만든다. 0에서 255까지의 날것과 0에서 1까지로 줄인 것이다.


# %% tensor
def to_batch(image, scale):
    # (H, W, 3) -> (1, 3, H, W)
    x = torch.from_numpy(image).permute(2, 0, 1).unsqueeze(0)
    return x.float() / scale


raw, scaled = to_batch(image, 1), to_batch(image, 255)
print(
    tuple(scaled.shape),
    f"날것의 최댓값 {raw.max():.0f}, 줄인 것의 최댓값 {scaled.max():.2f}",
)
assert raw.shape == scaled.shape == (1, 3, 224, 224) and scaled.max() <= 1

# %% plot-photo
fig, ax = plt.subplots(num="one-photo", figsize=(2.6, 2.6), layout="constrained")
ax.imshow(image)
ax.set(title=photo_name, xticks=[], yticks=[])

# %% [markdown]
# ## 3. 모델
#
# 합성곱, [[relu|렐루]], 펼치기, [[fully-connected-layer|완전 연결층]]이다. [[padding|패딩]]이 없는 3 × 3 합성곱을 지나면 224가 222로 준다([[conv-output-size]]).


# %% model
def make(seed=0):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Conv2d(3, 16, 3), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 222 * 222, 10)
    )


model = make()
n_flat = model[2](model[0](scaled)).shape[1]
n_params = sum(p.numel() for p in model.parameters())
n_conv = sum(p.numel() for p in model[0].parameters())
print(f"펼친 특성 {n_flat:,}개, 파라미터 {n_params:,}개 (합성곱 {n_conv}개)")
assert n_flat == 16 * 222 * 222 == 788_544 and n_params == 7_885_898

# %% [markdown]
# 파라미터 ![[lab-opencv-one-step.py#n_params|,]]개 가운데 합성곱의 것은 ![[lab-opencv-one-step.py#n_conv]]개뿐이고 나머지는 마지막 층에 있다. 표본은 한 장이다.
#
# ## 4. 손실 함수와 옵티마이저, 5. 정답
#
# 손실은 [[cross-entropy]], [[optimizer|옵티마이저]]는 학습률 0.01의 [[sgd|SGD]], 정답은 1번 클래스이다.
# 고치기 전에 손실을 먼저 본다. 열 클래스를 고르게 찍는 신경망의 손실은 $\ln 10$이므로 이것이 넘어야 할 선이다.

# %% first-loss
criterion = nn.CrossEntropyLoss()
target = torch.tensor([1])
chance = float(np.log(10))
with torch.no_grad():
    first = {s: [criterion(make(s)(x), target).item() for x in (raw, scaled)] for s in range(5)}
raw_first, scaled_first = first[0]
raw_worst, scaled_worst = (max(v[k] for v in first.values()) for k in (0, 1))
print(f"ln 10 = {chance:.3f}")
assert all(abs(v[1] - chance) < 0.3 for v in first.values())
if photo_name == "coffee.png":  # 어두운 사진이라면 날것의 손실도 작을 수 있다
    assert min(v[0] for v in first.values()) > 10
table = pd.DataFrame(first, index=["날것 0~255", "줄인 것 0~1"])
table.rename_axis("시드", axis=1).round(2)

# %% [markdown]
# 시드를 다섯 가지로 바꾸어도 줄인 입력의 첫 손실은 $\ln 10$ 근처이다. 날것의 첫 손실은 시드에 따라 크게 달라지고 가장 큰 것이 ![[lab-opencv-one-step.py#raw_worst|.1f]]이다.
#
# > **바로잡음: 0~255의 픽셀을 그대로 넣는다.**
# > 시드 0에서 첫 손실이 ![[lab-opencv-one-step.py#raw_first|.1f]]이고, 255로 나누면 ![[lab-opencv-one-step.py#scaled_first|.2f]]이다.
# > 아직 아무것도 모르는 신경망이 $\ln 10$보다 훨씬 큰 손실에서 시작한다면, 모르는 것이 아니라 틀린 답을 확신하는 것이다. 먼저 값을 줄인다.
#
# ## 6. 기울기와 갱신

# %% one-step
model = make()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
before = [p.detach().clone() for p in model.parameters()]

optimizer.zero_grad()
loss = criterion(model(scaled), target)
loss.backward()
optimizer.step()

gradient = [p.grad.clone() for p in model.parameters()]
with torch.no_grad():
    second = criterion(model(scaled), target).item()
print(f"고치기 전 {loss.item():.3f}, 고친 뒤 {second:.3f}")
for p, b, g in zip(model.parameters(), before, gradient, strict=True):
    assert torch.allclose(p, b - 0.01 * g)  # step()이 한 일은 이것이 전부이다

# %% [markdown]
# > **원 노트에서 고친 것: 2, 3, 4, 6으로 매긴 단계.**
# > 원래 코드의 주석에는 1과 5가 없다. 읽기, 텐서, 모델, 손실과 옵티마이저, 정답, 갱신의 여섯 단계로 다시 매겼다.
# > 원래 코드가 출력하는 손실은 고치기 전의 것(![[lab-opencv-one-step.py#scaled_first|.3f]])이다. 한 걸음의 결과를 보려면 모델에 다시 넣어야 한다.
#
# 시드 0의 손실은 ![[lab-opencv-one-step.py#second|.3f]]이(가) 되었다. 한 걸음 만에 다 배운 것인가.
#
# ## 걸음이 얼마나 큰가
#
# [[gradient-descent]]의 약속은 걸음이 작을 때의 것이다. 손실은 학습률에 기울기의 제곱합을 곱한 만큼 줄어든다.
#
# $$
# L(\theta-\eta g)\approx L(\theta)-\eta\lVert g\rVert^2
# $$
#
# 학습률 $\eta$를 바꾸어 가며 실제로 줄어든 손실을 이 직선과 견준다.

# %% step-size
slope = sum(g.square().sum().item() for g in gradient)  # 기울기의 제곱합
rates = np.logspace(-6, -2, 17)
actual, trial = [], make()
with torch.no_grad():
    for rate in rates:
        for p, b, g in zip(trial.parameters(), before, gradient, strict=True):
            p.copy_(b - rate * g)
        actual.append(criterion(trial(scaled), target).item())
predicted = scaled_first - rates * slope
zero_at = scaled_first / slope  # 직선이 0에 닿는 학습률
too_long = 0.01 / zero_at
print(f"기울기의 제곱합 {slope:,.0f}, 직선이 0에 닿는 학습률 {zero_at:.1e}")
print(f"학습률 0.01은 그 {too_long:.0f}배")
assert abs(actual[0] - predicted[0]) < 0.01 * (scaled_first - actual[0])

# %% plot-step
fig, ax = plt.subplots(num="one-step-loss", figsize=(7, 3), layout="constrained")
ax.plot(rates, actual, marker="o", label="실제 손실")
ax.plot(rates[predicted > 0], predicted[predicted > 0], color="0.5", label="직선의 예측")
ax.axhline(chance, color="k", linestyle=":", label="ln 10")
ax.set(title="한 걸음 뒤의 손실", xlabel="학습률", ylabel="손실", xscale="log")
ax.legend()

# %% [markdown]
# 가장 작은 학습률에서는 직선과 거의 같다.
# 직선이 손실 0에 닿는 학습률은 ![[lab-opencv-one-step.py#zero_at|.0e]]이고, 0.01은 그 ![[lab-opencv-one-step.py#too_long|.0f]]배이다.
# 입력이 픽셀 수만큼 많아 기울기의 제곱합이 크기 때문이다. 0.01은 조금 고치는 걸음이 아니라 점수를 끝까지 밀어 버리는 걸음이었다.
#
# ## 무엇을 배웠나
#
# 한 걸음을 마친 모델에 정답이 1번이라고 한 적 없는 사진과, 아무 모양도 없는 회색과 잡음을 넣는다.
# 견줄 기준은 입력을 보지도 않고 늘 1번이라고 답하는 것이다.

# %% others
noise = np.random.default_rng(0).integers(0, 256, (224, 224, 3), dtype=np.uint8)
inputs = {f"{photo_name} (배운 사진)": image}
inputs |= {n: load(folder / n) for n in ("astronaut.png", "ihc.png", "rocket.jpg", "chelsea.png")}
inputs |= {"회색": np.full_like(image, 128), "잡음": noise}
batch = torch.cat([to_batch(i, 255) for i in inputs.values()])  # (7, 3, 224, 224)
with torch.no_grad():
    untrained, trained = (m(batch).softmax(1)[:, 1] for m in (make(), model))  # (7,)
n_inputs, n_ones = len(inputs), int((trained > 0.5).sum())
verdict = "다르지 않다" if n_ones == n_inputs else "다르다"
if photo_name == "coffee.png":
    assert n_ones == n_inputs and untrained.max() < 0.3
pd.DataFrame({"고치기 전": untrained, "고친 뒤": trained}, index=list(inputs)).round(3)

# %% [markdown]
# 표는 1번 클래스의 확률이다. 고친 뒤에는 입력 ![[lab-opencv-one-step.py#n_inputs]]개 가운데 ![[lab-opencv-one-step.py#n_ones]]개를 1번이라고 답하므로, 늘 1번이라고 답하는 것과 ![[lab-opencv-one-step.py#verdict]].
# 손실이 0에 가까워진 것은 사진을 알아보게 되었다는 뜻이 아니다. 정답이 하나뿐인 데이터에서는 입력을 보지 않는 답이 가장 쉬운 답이다.
#
# ## 걸음을 줄이고 되풀이하기
#
# 학습률을 0.0001로 줄여 스무 번 되풀이하면 손실이 차츰 내려가는 학습 곡선이 된다.
# 배운 사진의 손실과, 다른 사진을 같은 정답으로 채점한 손실을 함께 적는다.

# %% repeat
model = make()
optimizer = torch.optim.SGD(model.parameters(), lr=1e-4)
curve = []
for _ in range(20):
    scores = model(batch[:2])  # (2, 10) 배운 사진과 우주인
    losses = nn.functional.cross_entropy(scores, target.expand(2), reduction="none")
    curve.append(losses.detach().numpy())
    optimizer.zero_grad()
    losses[0].backward()  # 배우는 것은 첫 사진뿐이다
    optimizer.step()
curve = np.array(curve)  # (걸음, 2)
own_last, other_first, other_last = (
    float(curve[-1, 0]),
    float(curve[0, 1]),
    float(curve[-1, 1]),
)
print(
    "배운 사진",
    curve[[0, 1, 5, -1], 0].round(3),
    "다른 사진",
    curve[[0, 1, 5, -1], 1].round(3),
)
if photo_name == "coffee.png":
    assert own_last < 0.05 and other_last < other_first / 2

# %% plot-curve
fig, ax = plt.subplots(num="one-photo-curve", figsize=(7, 3), layout="constrained")
for name, values in zip(["배운 사진", "보지 않은 사진"], curve.T, strict=True):
    ax.plot(range(len(values)), values, marker="o", markersize=4, label=name)
ax.axhline(chance, color="k", linestyle=":", label="ln 10")
ax.set(
    title="학습률 0.0001의 학습 곡선",
    xlabel="갱신한 횟수",
    ylabel="1번으로 채점한 손실",
)
ax.set_xticks(range(0, 20, 5))
ax.legend()

# %% [markdown]
# 배운 사진의 손실은 ![[lab-opencv-one-step.py#own_last|.3f]]까지 내려간다.
# 한 번도 배우지 않은 우주인 사진의 손실도 ![[lab-opencv-one-step.py#other_first|.2f]]에서 ![[lab-opencv-one-step.py#other_last|.2f]](으)로 바뀐다.
#
# > **바로잡음: 사진 한 장으로 한 걸음을 내딛는 것이 학습이다.**
# > 여기까지는 외우기이다. 곡선이 매끈하게 내려가도 배운 것은 “1번이라고 답하라”에 가깝다.
# > 학습이라고 하려면 정답이 여럿인 데이터와, 배우지 않은 표본으로 재는 [[data-split|시험]]이 있어야 한다.
#
# 그래도 이 실습은 쓸모가 있다. 새 모델을 만들면 먼저 한 배치를 외우게 해 보고, 외우지 못하면 모델이나 [[training-loop|학습 루프]]가 틀린 것이다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - 커피는 1번, 우주인은 0번으로 두 장을 함께 배우면 다른 사진의 답은 어떻게 갈리는가.
#   답: 학습률 0.00001로 열두 걸음 배우면 시드 다섯 가운데 ![[opencv_answers.py#n_learnt]]개가 두 장을 맞힌다. 처음 보는 사진 넷에 시드 다섯이 낸 답 ![[opencv_answers.py#n_others]]개 가운데 0번이 ![[opencv_answers.py#n_zero]]개, 1번이 ![[opencv_answers.py#n_one]]개이고, 네 장에 모두 같은 답을 한 시드가 ![[opencv_answers.py#n_same]]개이다. 두 장으로는 무엇이 커피이고 사람인지가 아니라 두 사진을 가르는 아무 차이나 배운다.
# - 날것의 입력으로 걸음의 크기를 다시 재면 직선이 0에 닿는 학습률은 얼마나 더 작아지는가.
#   답: 시드 0에서 ![[opencv_answers.py#scaled_limit|.1e]]에서 ![[opencv_answers.py#raw_limit|.1e]](으)로, 시드 다섯에서 ![[opencv_answers.py#least|,.0f]]배에서 ![[opencv_answers.py#most|,.0f]]배까지 작아진다.
# - 합성곱과 완전 연결층 사이에 [[max-pooling]]을(를) 넣으면 파라미터는 몇 개로 주는가.
#   답: 2×2 풀링이면 ![[mlp_answers.py#n_photo|,]]개에서 ![[mlp_answers.py#n_photo_pooled|,]]개로 준다. 펼치는 자리가 4분의 1이 되기 때문이다.
# - `data/image.jpg`에 내 사진을 두고 다시 돌리면 결론이 같은가.
#   답이 없다: 사진마다 다르므로 스스로 돌려 본다.
