"""제곱 오차와 최대우도: 잡음이 정규 분포라면 제곱 오차를 줄이는 것이 우도를 키우는 것이다.

주장: 분산이 1인 정규 분포의 음의 로그 우도는 MSE의 절반에 ln(2 pi)의 절반을 더한 값이다
    (허용 오차 1e-12).
    모델이 직선이든 곡선이든 우도를 가장 크게 하는 파라미터는 제곱 오차를 가장 작게 하는 파라미터다.
    우도를 가장 크게 하는 표준편차는 RMSE다. 라플라스 잡음이면 제곱 대신 절댓값이 나온다.
출처: 파이토치 학습 절차 노트; Bishop (2006) 1.2.5절; sklearn diabetes
"""

# %% setup
import math

import torch
from sklearn.datasets import load_diabetes
from torch.distributions import Laplace, Normal
from torch.nn.functional import gaussian_nll_loss

diabetes = load_diabetes()
x = torch.tensor(diabetes.data[:, 2])  # (N,): 체질량지수(중심을 맞춘 값)
y = torch.tensor(diabetes.target)  # (N,): 한 해 뒤의 진행도
y = (y - y.mean()) / y.std()

# %% identity
prediction = 10 * x
mse = (y - prediction).square().mean()
nll = -Normal(prediction, 1.0).log_prob(y).mean()
constant = (nll - 0.5 * mse).item()
print(f"{nll:.5f} - {0.5 * mse:.5f} = {constant:.5f}")
assert abs(constant - 0.5 * math.log(2 * math.pi)) < 1e-12
variance = torch.ones_like(y)
library = gaussian_nll_loss(prediction, y, variance, full=True)
assert abs((library - nll).item()) < 1e-12

# %% same-slope
slopes = torch.linspace(0, 30, 3001, dtype=torch.float64)  # (S,)
errors = y - slopes[:, None] * x  # (S, 1) * (N,) -> (S, N)
mses = errors.square().mean(1)  # (S,)
log_likelihoods = Normal(0.0, 0.8).log_prob(errors).sum(1)  # (S,)
best_mse_slope = slopes[mses.argmin()].item()
best_likelihood_slope = slopes[log_likelihoods.argmax()].item()
print(f"{best_mse_slope:.2f} {best_likelihood_slope:.2f}")
assert best_mse_slope == best_likelihood_slope
assert abs(best_mse_slope - (x @ y / (x @ x)).item()) < 0.01  # 최소제곱의 답

# %% sigma
rmse = mses.min().sqrt().item()
sigmas = torch.linspace(0.4, 1.6, 1201, dtype=torch.float64)  # (K,)
best_errors = errors[mses.argmin()]  # (N,)
by_sigma = Normal(0.0, sigmas[:, None]).log_prob(best_errors).mean(1)  # (K,)
best_sigma = sigmas[by_sigma.argmax()].item()
print(f"{best_sigma:.3f} {rmse:.3f}")
assert abs(best_sigma - rmse) < 1e-3

# %% curve
# 직선이 아니어도 같다: 예측이 b * sin(a t)일 때
torch.manual_seed(0)
t = torch.linspace(0, 6, 200, dtype=torch.float64)
wave = 2 * torch.sin(1.5 * t) + 0.5 * torch.randn(200, dtype=torch.float64)
a = torch.linspace(0.5, 2.5, 201).double()[:, None, None]  # (A, 1, 1)
b = torch.linspace(0.5, 3.5, 151).double()[:, None]  # (B, 1)
misses = wave - b * torch.sin(a * t)  # (A, B, T)
least = misses.square().mean(-1).flatten().argmin()
most = Normal(0.0, 0.5).log_prob(misses).sum(-1).flatten().argmax()
a_hat, b_hat = a.flatten()[least // 151].item(), b.flatten()[least % 151].item()
print(f"a = {a_hat:.2f}, b = {b_hat:.2f}", bool(least == most))
assert least == most and abs(a_hat - 1.5) < 0.05 and abs(b_hat - 2) < 0.2

# %% laplace
absolute = errors.abs().mean(1)
laplace = Laplace(0.0, 0.8).log_prob(errors).sum(1)
best_absolute_slope = slopes[absolute.argmin()].item()
print(f"{best_absolute_slope:.2f} {slopes[laplace.argmax()]:.2f}")
assert absolute.argmin() == laplace.argmax()
assert best_absolute_slope != best_mse_slope
