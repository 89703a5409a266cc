"""XOR을 푸는 그림: 은닉층이 평면을 접어 직선으로 가를 수 있게 한다.

주장: 은닉 뉴런 둘로도 풀 수 있지만 시작이 나쁘면 실패하고, 뉴런이 많으면 거의 늘 풀린다.
출처: Rumelhart, Hinton & Williams (1986); Goodfellow 외 (2016) 6.1절
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import torch

X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  # (4, 2)
y = torch.tensor([0.0, 1.0, 1.0, 0.0])  # (4,)


# %% many-starts
n_nets = 100


def train_many(width, n_steps=400):
    """신경망 여럿을 한꺼번에 배운다. 맞힌 비율 (n_nets,)을 돌려준다."""
    g = torch.Generator().manual_seed(0)
    shapes = [(n_nets, 2, width), (n_nets, 1, width), (n_nets, width, 1), (n_nets, 1, 1)]
    bounds = [2**-0.5, 2**-0.5, width**-0.5, width**-0.5]  # nn.Linear의 초기화와 같은 범위
    ps = [(torch.rand(s, generator=g) * 2 - 1) * c for s, c in zip(shapes, bounds)]
    w1, b1, w2, b2 = (p.requires_grad_() for p in ps)
    optimizer = torch.optim.Adam([w1, b1, w2, b2], lr=0.05)
    for _ in range(n_steps):
        z = (torch.relu(X @ w1 + b1) @ w2 + b2).squeeze(-1)  # (n_nets, 4)
        losses = torch.nn.functional.softplus(torch.where(y.bool(), -z, z)).mean(dim=1)
        optimizer.zero_grad()
        losses.sum().backward()  # 신경망끼리는 가중치를 나누지 않으므로 더해도 된다
        optimizer.step()
    return ((z > 0) == y.bool()).float().mean(dim=1)


# %% widths
solved = {width: (train_many(width) == 1).float().mean().item() for width in (2, 4, 8)}
print({width: f"{share:.0%}" for width, share in solved.items()})
solved_2, solved_4, solved_8 = solved.values()
assert solved_2 < solved_4 < solved_8 and solved_2 < 0.7 and solved_8 > 0.9

# %% fold-plot
fig, axes = plt.subplots(1, 2, num="xor-regions", figsize=(7.8, 3.4), layout="constrained")
side = torch.linspace(-0.4, 1.4, 300)
a, b = torch.meshgrid(side, side, indexing="xy")  # (300, 300)


def fold(p):  # 손으로 정한 은닉층: relu(x1 + x2), relu(x1 + x2 - 1)
    total = p.sum(dim=-1)
    return torch.stack([torch.relu(total), torch.relu(total - 1)], dim=-1)


corners = fold(X)  # (4, 2)
h = fold(torch.stack([a, b], dim=-1))  # (300, 300, 2)
score = h[..., 0] - 2 * h[..., 1] - 0.5
axes[0].contourf(a, b, score, levels=[-9, 0, 9], colors=["C0", "C1"], alpha=0.15)
axes[0].contour(a, b, score, levels=[0], colors="k", linewidths=1.2)
axes[0].set(title="입력 평면: 경계가 두 줄", xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
line = np.array([-0.2, 2.4])
axes[1].plot(line, (line - 0.5) / 2, color="k")
axes[1].set(title="은닉층 평면: 직선 하나", xlabel="$h_1$", ylabel="$h_2$", xlim=(-0.2, 2.4))
for k in range(2):
    for ax, points in zip(axes, (X, corners)):
        ax.scatter(*points[y == k].T, s=70, color=f"C{k}", marker="os"[k], zorder=3)
axes[1].text(1.07, -0.06, "(0, 1)과 (1, 0)이 포개진다", va="top", fontsize=9)
axes[1].set(ylim=(-0.25, 1.25))
