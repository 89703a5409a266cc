"""정규 분포의 우도를 그린다: 직선마다 종을 세우고, 점이 종의 높은 곳에 놓일수록 우도가 크다.

주장: 오차가 작은 직선에서 점들의 평균 로그 밀도가 더 크다.
출처: Bishop (2006) 1.2.5절; sklearn diabetes
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_diabetes
from torch.distributions import Normal

diabetes = load_diabetes()
x = torch.tensor(diabetes.data[::9, 2]) * 20  # (N,): 그림에 맞게 넓힌 체질량지수
y = torch.tensor(diabetes.target[::9])  # (N,)
y = (y - y.mean()) / y.std()
best = (x @ y / (x @ x)).item()
sigma = (y - best * x).square().mean().sqrt().item()

# %% bells-plot
fig, axes = plt.subplots(1, 2, num="gaussian-likelihood", figsize=(8.5, 3.6), sharey=True)
fig.set_layout_engine("constrained")
heights = torch.linspace(-3, 3, 121)
averages = []
for ax, slope, title in zip(axes, (best, -0.3), ("가장 그럴듯한 직선", "엉뚱한 직선")):
    density = Normal(0.0, sigma).log_prob(y - slope * x)  # (N,)
    averages.append(density.mean().item())
    ax.plot([-2, 2.8], [-2 * slope, 2.8 * slope], color="k")
    for at in (-1.5, 0.0, 1.5):
        bell = Normal(slope * at, sigma).log_prob(heights).exp()
        ax.plot(at + 1.2 * bell, heights, color="C1", linewidth=1)
        ax.plot([at, at], [-3, 3], color="0.7", linewidth=0.6)
    points = ax.scatter(x, y, c=density.exp(), cmap="viridis", vmin=0, vmax=0.5, s=18)
    ax.set(title=f"{title}: 평균 로그 우도 {averages[-1]:.2f}", xlabel="체질량지수(맞춘 값)")
axes[0].set_ylabel("진행도(표준화)")
fig.colorbar(points, ax=axes, label="점의 확률 밀도")
assert averages[0] > averages[1]
