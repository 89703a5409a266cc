"""임계점: 기울기가 0인 곳은 최솟값일 수도, 극댓값, 변곡점, 안장점일 수도 있다.

주장: x^3과 -x^2은 0에서, x^2 - y^2은 (0, 0)에서 기울기가 0이지만 최솟값이 아니다.
    안장점은 헤세 행렬의 고윳값 부호가 갈린다. 시작점이 다르면 다른 극솟값에 이른다.
출처: AI 연구실 메모 학습 노트; Goodfellow et al. (2016) 4.3절
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch.autograd.functional import hessian


# %% functions
def bowl(w):
    return w[0] ** 2


def cubic(w):
    return w[0] ** 3


def hill(w):
    return -(w[0] ** 2)


def saddle(w):
    return w[0] ** 2 - w[1] ** 2


# %% zero-gradient
def slope(f, *at):
    w = torch.tensor(at, requires_grad=True)
    return torch.autograd.grad(f(w), w)[0].tolist()


print(slope(bowl, 0.0), slope(cubic, 0.0), slope(saddle, 0.0, 0.0))
assert slope(bowl, 0.0) == slope(cubic, 0.0) == slope(hill, 0.0) == [0]
assert slope(saddle, 0.0, 0.0) == [0, 0]
assert cubic([-0.1]) < cubic([0.0]) and saddle([0.0, 0.1]) < saddle([0.0, 0.0])
assert hill([-0.1]) < hill([0.0]) > hill([0.1])  # 극댓값

# %% curvature
curvature = torch.linalg.eigvalsh(hessian(saddle, torch.zeros(2)))
print(curvature)  # 부호가 다르면 안장점이다
assert curvature.tolist() == [-2, 2]


# %% escape
def descend(f, start, lr=0.05, steps=40):
    w = torch.tensor(start, requires_grad=True)
    path = [w.tolist()]
    for _ in range(steps):
        (grad,) = torch.autograd.grad(f(w), w)
        w = (w - lr * grad).detach().requires_grad_()
        path.append(w.tolist())
    return torch.tensor(path)  # (steps + 1, 변수의 수)


stuck = descend(saddle, [1.5, 0.0])[-1]  # 능선 위에서 시작하면 안장점으로 간다
freed = descend(saddle, [1.5, 0.01])[-1]  # 조금만 벗어나면 미끄러져 내려간다
print(stuck, freed)
assert stuck.norm() < 0.05 and freed[1] > 0.3
assert descend(hill, [0.0])[-1] == 0 and descend(hill, [0.01])[-1] > 0.1  # 극댓값도 그렇다


# %% two-minima
def double(w):
    return (w[0] ** 2 - 1) ** 2 + 0.3 * w[0]


ends = [descend(double, [s])[-1].item() for s in (-1.8, 1.8)]
lows = [double([e]) for e in ends]
print([round(e, 2) for e in ends], [round(v, 2) for v in lows])
assert ends[0] < 0 < ends[1] and lows[0] < lows[1] - 0.5

# %% points-plot
fig, axes = plt.subplots(1, 4, num="critical-points", figsize=(9, 2.5))
s = torch.linspace(-1.7, 1.7, 101)
for ax, f, at, title in [
    (axes[0], bowl, [0.0], "최솟값 $x^2$"),
    (axes[1], cubic, [0.0], "변곡점 $x^3$"),
    (axes[3], double, ends, "두 극솟값"),
]:
    ax.plot(s, f(s[None]))
    ax.plot(at, [f([a]) for a in at], "o", color="C1")
    ax.set(title=title, xlabel="$x$")
gx, gy = torch.meshgrid(s, s, indexing="xy")
axes[2].contour(gx, gy, saddle([gx, gy]), levels=11, cmap="RdBu_r")
axes[2].plot(*descend(saddle, [1.5, 0.01], steps=50).T, color="C0")
axes[2].plot(0, 0, "o", color="C1")
axes[2].set(title="안장점 $x^2 - y^2$", xlabel="$x$", ylabel="$y$", ylim=(-1.7, 1.7))
fig.tight_layout()
