"""길쭉한 골짜기: 옵티마이저들이 함께 내려가는 손실, 그 길을 구하고 그리는 함수."""

import torch

CURVATURES = torch.tensor([1.0, 25.0])  # 헤세 행렬의 고윳값
START = torch.tensor([-9.0, 2.0])


def valley(w):
    """Return 0.5 * (w1^2 + 25 w2^2) for w of shape (..., 2)."""
    return 0.5 * (CURVATURES * w**2).sum(-1)


def gradient(w):
    """Return the gradient of valley at w, by hand; same shape as w."""
    return CURVATURES * w


def torch_path(optimizer_class, n_steps, loss_of=valley, start=START, **options):
    """Return every w that the torch optimizer visits, shape (n_steps + 1, 2)."""
    w = start.clone().requires_grad_()
    optimizer = optimizer_class([w], **options)
    path = [w.detach().clone()]
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss_of(w).backward()
        optimizer.step()
        path.append(w.detach().clone())
    return torch.stack(path)


def draw_path(ax, path, title, loss_of=valley, color="C0", span=((-10, 4), (-3.5, 3.5))):
    """Draw the contours of a loss and one path to its minimum at the origin."""
    gx, gy = torch.meshgrid(
        torch.linspace(*span[0], 81), torch.linspace(*span[1], 61), indexing="xy"
    )
    levels = torch.logspace(-0.5, 2.3, 9).tolist()
    height = loss_of(torch.stack([gx, gy], dim=-1))
    ax.contour(gx, gy, height, levels=levels, colors="0.7", linewidths=0.7)
    ax.plot(*path.T, marker=".", color=color, linewidth=1.2)
    ax.plot(0, 0, marker="*", color="k", markersize=9)
    ax.set(title=title, xlabel="$w_1$", xlim=span[0], ylim=span[1])
