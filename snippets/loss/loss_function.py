"""손실 함수: 예측이 정답에서 벗어난 정도를 미분할 수 있는 숫자 하나로 잰다.

주장: 같은 모델과 같은 오차라도 손실이 다르면 기울기가 다르다.
      정확도는 계단이라 기울기를 주지 못하고, 손실은 가중치를 조금만 움직여도 바뀐다.
출처: 파이토치 학습 절차 노트; AI Flask 강의 노트 4-2-2; sklearn iris(Fisher, 1936).
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_iris

# %% one-number
prediction, target = torch.tensor([2.5, 0.0, 2.0]), torch.tensor([3.0, -0.5, 2.0])
each = F.mse_loss(prediction, target, reduction="none")  # (3,) 표본마다
loss = F.mse_loss(prediction, target)  # () 평균이 기본값이다
print(each.tolist(), round(loss.item(), 4))
assert loss.shape == () and torch.isclose(loss, each.mean())
assert torch.isclose(F.mse_loss(prediction, target, reduction="sum"), each.sum())

# %% same-error
# 같은 모델, 같은 표본 하나. 오차는 셋 다 4로 같다.
x, answer = torch.tensor([[1.0]]), torch.tensor([[0.0]])
slopes = {}
for criterion in (torch.nn.MSELoss(), torch.nn.L1Loss(), torch.nn.HuberLoss(delta=2.0)):
    model = torch.nn.Linear(1, 1)
    torch.nn.init.constant_(model.weight, 4.0)
    torch.nn.init.zeros_(model.bias)
    criterion(model(x), answer).backward()
    slopes[type(criterion).__name__] = model.weight.grad.item()
print(slopes)
pull_squared, pull_absolute, pull_huber = slopes.values()
assert (pull_squared, pull_absolute, pull_huber) == (8.0, 1.0, 2.0)

# %% flat-accuracy
# 꽃잎이 b cm보다 길면 virginica라고 답한다. 파라미터는 경계 b 하나다.
iris = load_iris()
length = torch.tensor(iris.data[50:, 2])  # (100,) versicolor와 virginica
is_virginica = torch.tensor(iris.target[50:] == 2, dtype=torch.float64)  # (100,)


def score(b):
    z = 3 * (length - b)  # (100,)
    accuracy = ((z > 0) == is_virginica.bool()).double().mean()
    return accuracy, F.binary_cross_entropy_with_logits(z, is_virginica)


b = torch.tensor(4.45, dtype=torch.float64, requires_grad=True)
accuracy, loss = score(b)
loss.backward()
moved_accuracy, moved_loss = score(b - 0.01 * b.grad)
print("정확도의 변화:", (moved_accuracy - accuracy).item())
print("손실의 변화:", round((moved_loss - loss).item(), 4))
assert moved_accuracy == accuracy and moved_loss < loss
# 정확도로는 backward할 수 없다
assert loss.requires_grad and not accuracy.requires_grad

# %% plot-shapes
error = torch.linspace(-3, 3, 301)
p = torch.linspace(0.01, 1, 301)
fig, (left, right) = plt.subplots(1, 2, num="loss-shapes", figsize=(8, 3), layout="constrained")
left.plot(error, error**2, label="제곱")
left.plot(error, error.abs(), label="절댓값")
left.plot(
    error, F.huber_loss(error, torch.zeros(301), reduction="none"), "--", label="후버 (delta=1)"
)
left.set(title="회귀: 오차에 매기는 벌점", xlabel="예측 - 정답", ylabel="손실", ylim=(0, 5))
left.legend()
right.plot(p, -p.log(), "C3", label="크로스 엔트로피")
right.plot(p, (1 - p) ** 2, "C0", label="제곱")
right.set(title="분류: 정답 클래스에 준 확률의 벌점", xlabel="정답 클래스의 확률", ylim=(0, 5))
right.legend()

# %% plot-steps
bs = torch.linspace(4.03, 5.77, 600, dtype=torch.float64)
curves = torch.tensor([score(b) for b in bs])  # (600, 2)
best_b = bs[curves[:, 1].argmin()].item()
fig, axes = plt.subplots(1, 2, num="loss-vs-accuracy", figsize=(8, 2.8), layout="constrained")
for ax, values, name in zip(axes, curves.T, ("정확도", "손실")):
    ax.plot(bs, values)
    ax.set(title=f"경계에 따른 {name}", xlabel="경계 b (cm)", ylabel=name)
