"""활성화 함수와 도함수를 나란히 그린다. 도함수는 손으로 적지 않고 자동 미분으로 구한다."""

import matplotlib.pyplot as plt
import torch


def slope(f, x):
    """Return f'(x), element by element, by autograd; same shape as x."""
    x = x.detach().clone().requires_grad_(True)
    (grad,) = torch.autograd.grad(f(x).sum(), x)
    return grad


def cut_jumps(y, height=0.1):
    """Put NaN where neighbours differ by more than height: a jump is no steep line."""
    y = y.clone()
    y[:-1][(y[1:] - y[:-1]).abs() > height] = float("nan")
    return y


def draw_pair(curves, label, span=(-6.0, 6.0)):
    """Draw functions (left) and their derivatives (right) in one figure.

    Args:
        curves: legend text -> function of a tensor.
        label: the figure's label.
        span: first and last x.
    Returns:
        The left and the right axes.
    """
    x = torch.linspace(*span, 601)  # (601,)
    _, (left, right) = plt.subplots(1, 2, num=label, figsize=(7.5, 3), layout="constrained")
    for i, (name, f) in enumerate(curves.items()):
        style = {"color": f"C{i}", "linestyle": ["-", "--", "-.", ":"][i % 4], "label": name}
        left.plot(x, f(x).detach(), **style)
        right.plot(x, cut_jumps(slope(f, x)), **style)
    for ax, title in ((left, "함수"), (right, "도함수")):
        ax.axhline(0, color="0.6", linewidth=0.8, zorder=0)
        ax.axvline(0, color="0.6", linewidth=0.8, zorder=0)
        ax.set(title=title, xlabel="입력 $x$")
    if len(curves) > 1:
        left.legend()
    return left, right
