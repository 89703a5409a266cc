"""평균 제곱 오차: 오차를 제곱해 평균 낸다.

주장: 손으로 쓴 식, torch, sklearn의 값이 같고 RMSE는 그 제곱근이다.
      기울기는 2(예측 - 정답)/n이고 SSE의 기울기는 그 n배다.
      제곱을 가장 작게 하는 상수는 평균, 절댓값을 가장 작게 하는 상수는 중앙값이다.
      (n, 1)과 (n,)을 빼면 브로드캐스팅으로 값이 틀린다.
출처: AI Flask 강의 노트; Gauss(1809); sklearn iris(Fisher, 1936).
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_iris
from sklearn.metrics import mean_squared_error, root_mean_squared_error

iris = load_iris()
x, y = iris.data[::10, 2], iris.data[::10, 3]  # (15,) 꽃잎 길이와 너비, cm
slope, intercept = np.polyfit(x, y, 1)
fitted = slope * x + intercept  # (15,)

# %% formula
n = len(y)
mse = float(((y - fitted) ** 2).sum() / n)
rmse = mse**0.5
print(f"MSE {mse:.4f} cm^2, RMSE {rmse:.4f} cm")
assert abs(mse - mean_squared_error(y, fitted)) < 1e-12
assert abs(mse - F.mse_loss(torch.tensor(fitted), torch.tensor(y)).item()) < 1e-12
assert abs(rmse - root_mean_squared_error(y, fitted)) < 1e-12

# %% gradient
target = torch.tensor(y)
prediction = torch.tensor(fitted, requires_grad=True)
(grad_mse,) = torch.autograd.grad(F.mse_loss(prediction, target), prediction)
(grad_sse,) = torch.autograd.grad(((prediction - target) ** 2).sum(), prediction)
grad_ratio = (grad_sse / grad_mse).mean().item()
print("SSE 기울기 / MSE 기울기:", round(grad_ratio, 6))
assert torch.allclose(grad_mse, 2 * (prediction - target) / n, atol=1e-12)
assert torch.allclose(grad_sse, n * grad_mse, atol=1e-12)

# %% outlier
data = torch.tensor([1.0, 2.0, 3.0, 4.0, 100.0])
candidates = torch.arange(0, 101.0)  # (101,) 상수 예측의 후보
gaps = candidates[:, None] - data  # (101, 5)
best_squared = candidates[(gaps**2).sum(1).argmin()].item()
best_absolute = candidates[gaps.abs().sum(1).argmin()].item()
print(best_squared, best_absolute)  # 22.0 3.0
assert best_squared == data.mean().item() == 22.0
assert best_absolute == data.median().item() == 3.0

# %% nonlinear
# 오차가 2배, 3배가 되면 벌점은 4배, 9배가 된다. 제곱은 비선형이다.
penalties = [float(error**2) for error in (1, 2, 3)]
print(penalties)
assert penalties == [1.0, 4.0, 9.0] and penalties[2] != penalties[0] + penalties[1]

# %% wrong-shape
column = prediction.detach()[:, None]  # (15, 1) 모델의 출력은 흔히 이 모양이다
difference = column - target  # (15, 1) - (15,) -> (15, 15)
wrong_mse = difference.square().mean().item()
print(tuple(difference.shape), round(wrong_mse, 4))
assert difference.shape == (15, 15) and wrong_mse > 10 * mse
assert abs((column.squeeze(1) - target).square().mean().item() - mse) < 1e-12

# %% plot
fig, ax = plt.subplots(num="residual-squares", figsize=(7.5, 3.6), layout="constrained")
ax.plot(x, fitted, color="0.5")
for xi, yi, fi in zip(x, y, fitted):
    ax.add_patch(plt.Rectangle((xi, fi), yi - fi, yi - fi, color="C1", alpha=0.35))
ax.plot(x, y, "o", color="C0")
ax.set(title="오차를 한 변으로 하는 정사각형", aspect="equal")
ax.set(xlabel="꽃잎 길이 (cm)", ylabel="꽃잎 너비 (cm)")
