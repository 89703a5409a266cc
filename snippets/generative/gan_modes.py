"""모드 붕괴: 생성자가 데이터의 일부만 흉내 내는 실패.

주장: 봉우리 여덟 개를 배우는 같은 GAN이 Adam의 모멘텀만 바꾸어도 여덟을 모두 내거나 일부만 낸다.
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
def mlp(n_out):
    hidden = [nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU()]
    return nn.Sequential(*hidden, nn.Linear(64, n_out))


def train(betas, n_steps=700):
    torch.manual_seed(0)
    G, D, one, zero = mlp(2), mlp(1), torch.ones(128, 1), torch.zeros(128, 1)
    adam_g = torch.optim.Adam(G.parameters(), lr=2e-3, betas=betas)
    adam_d = torch.optim.Adam(D.parameters(), lr=2e-3, betas=betas)
    bce = F.binary_cross_entropy_with_logits
    for _ in range(n_steps):
        real = centres[torch.randint(8, (128,))] + 0.05 * torch.randn(128, 2)
        fake = G(torch.randn(128, 2))
        adam_d.zero_grad()
        (bce(D(real), one) + bce(D(fake.detach()), zero)).backward()
        adam_d.step()
        adam_g.zero_grad()
        bce(D(G(torch.randn(128, 2))), one).backward()
        adam_g.step()
    return G(torch.randn(2000, 2)).detach()


# %% count
def count_modes(points):
    """중심에서 0.2 안에 표본이 20개 넘게 온 봉우리를 센다."""
    near = torch.cdist(points, centres) < 0.2  # (2000, 8)
    return int((near.sum(0) > 20).sum())


light, heavy = train((0.5, 0.9)), train((0.9, 0.999))
modes_light, modes_heavy = count_modes(light), count_modes(heavy)
print(f"모멘텀 0.5: {modes_light}개, 모멘텀 0.9: {modes_heavy}개")
assert modes_light == 8 and modes_heavy <= 3

# %% modes-plot
figure = {"num": "gan-modes", "figsize": (7, 3.5), "layout": "constrained"}
fig, axes = plt.subplots(1, 2, sharex=True, sharey=True, **figure)
panels = ((light, modes_light, 0.5), (heavy, modes_heavy, 0.9))
for ax, (points, modes, beta) in zip(axes, panels):
    ax.scatter(*points.T, s=4, color="C1", alpha=0.4, linewidth=0, rasterized=True)
    ax.scatter(*centres.T, s=120, facecolor="none", edgecolor="k")
    ax.set(title=f"모멘텀 {beta}: 봉우리 {modes}개", aspect="equal")
    ax.set(xlim=(-3, 3), ylim=(-3, 3))
