"""모드 붕괴: 생성자가 데이터의 일부만 흉내 내는 실패.

주장: 봉우리 여덟 개를 배우는 같은 GAN이 Adam의 설정에 따라 대부분을 내거나 거의 내지 못한다.
    초기값을 여섯 번 바꾸어도 두 무리가 겹치지 않는다.
출처: Goodfellow (2016) "NIPS 2016 Tutorial"; Radford, Metz & Chintala (2015); Metz et al. (2016)
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

angles = torch.arange(8) * math.pi / 4
centres = 2 * torch.stack([angles.cos(), angles.sin()], dim=1)  # (8, 2)


# %% train
class MLPs(nn.Module):
    """서로 이어지지 않은 신경망 n_seeds개를 행렬을 쌓아 한꺼번에 계산한다."""

    def __init__(self, n_seeds, sizes):
        super().__init__()
        # nn.Linear의 초기화와 같다.
        bounds = [(a, b, a**-0.5) for a, b in zip(sizes[:-1], sizes[1:])]
        draw = [(torch.rand(n_seeds, a + 1, b) * 2 - 1) * r for a, b, r in bounds]
        self.layers = nn.ParameterList(draw)

    def forward(self, x):  # (S, N, 입력)
        for k, layer in enumerate(self.layers):
            x = torch.baddbmm(layer[:, :1], x, layer[:, 1:])  # 편향과 가중치
            x = torch.relu(x) if k < len(self.layers) - 1 else x
        return x  # (S, N, 출력)


def train(beta1, beta2, n_steps=700, n=64, n_seeds=6):
    torch.manual_seed(0)
    G, D = (MLPs(n_seeds, [2, 64, 64, out]) for out in (2, 1))
    rates = {"lr": 2e-3, "betas": (beta1, beta2)}
    adam_g = torch.optim.Adam(G.parameters(), **rates)
    adam_d = torch.optim.Adam(D.parameters(), **rates)
    for _ in range(n_steps):
        real = centres[torch.randint(8, (n_seeds, n))]  # (S, N, 2)
        real = real + 0.05 * torch.randn_like(real)
        fake = G(torch.randn(n_seeds, n, 2))
        # softplus(-점수)는 -ln D, softplus(점수)는 -ln(1 - D)다.
        loss_d = F.softplus(-D(real)) + F.softplus(D(fake.detach()))  # (S, N, 1)
        adam_d.zero_grad()
        loss_d.mean((1, 2)).sum().backward()
        adam_d.step()
        loss_g = F.softplus(-D(fake))
        adam_g.zero_grad()
        loss_g.mean((1, 2)).sum().backward()
        adam_g.step()
    return G(torch.randn(n_seeds, 2000, 2)).detach()  # (S, 2000, 2)


# %% count
def count_modes(points):
    """중심에서 0.2 안에 표본이 20개 넘게 온 봉우리를 센다."""
    near = torch.cdist(points, centres) < 0.2  # (2000, 8)
    return int((near.sum(0) > 20).sum())


light, heavy = train(0.5, 0.9), train(0.9, 0.999)
modes_light = [count_modes(points) for points in light]
modes_heavy = [count_modes(points) for points in heavy]
print("모멘텀 0.5:", modes_light, " 모멘텀 0.9:", modes_heavy)
least_light, most_heavy = min(modes_light), max(modes_heavy)
mean_light, mean_heavy = (sum(m) / len(m) for m in (modes_light, modes_heavy))
assert mean_light > 6 and mean_heavy < 2
assert least_light > most_heavy

# %% modes-plot
figure = {"num": "gan-modes", "figsize": (8.5, 3.4), "layout": "constrained"}
fig, axes = plt.subplots(2, 6, sharex=True, sharey=True, **figure)
rows = zip(axes, (light, heavy), (modes_light, modes_heavy), (0.5, 0.9))
for row, sets, counts, beta in rows:
    row[0].set_ylabel(f"모멘텀 {beta}")
    for ax, points, count in zip(row, sets, counts):
        ax.scatter(*points[:500].T, s=3, color="C1", alpha=0.5, linewidth=0)
        ax.scatter(*centres.T, s=50, facecolor="none", edgecolor="k", linewidth=0.7)
        ax.set(title=f"{count}개", aspect="equal", xticks=[], yticks=[])
        ax.set(xlim=(-3.4, 3.4), ylim=(-3.4, 3.4))
