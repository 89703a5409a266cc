"""SGD와 모멘텀: 지난 기울기를 조금씩 잊으며 더한 속도로 걷는다.

주장: 직접 쓴 모멘텀과 Nesterov는 torch.optim.SGD와 값이 같다(허용 오차 1e-5).
    같은 기울기가 이어지면 모멘텀의 걸음은 1 / (1 - 0.9) = 10배로 커진다.
    SGD는 데이터를 보지 않는다: 전체를 주면 확률적인 것이 없다.
출처: Polyak (1964); Sutskever et al. (2013); PyTorch 문서 SGD
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from valley import START, draw_path, gradient, torch_path

SGD = torch.optim.SGD


# %% by-hand
def momentum_path(lr, beta, n_steps, nesterov=False):
    w, v = START.clone(), torch.zeros(2)
    path = [w]
    for _ in range(n_steps):
        g = gradient(w)
        v = beta * v + g  # 속도: 지난 속도에 새 기울기를 더한다
        w = w - lr * (g + beta * v if nesterov else v)
        path.append(w)
    return torch.stack(path)  # (n_steps + 1, 2)


# %% same
n_steps, lr = 20, 0.02
plain = momentum_path(lr, 0.0, n_steps)
heavy = momentum_path(lr, 0.8, n_steps)
ahead = momentum_path(lr, 0.8, n_steps, nesterov=True)
assert torch.allclose(plain, torch_path(SGD, n_steps, lr=lr), atol=1e-5)
assert torch.allclose(heavy, torch_path(SGD, n_steps, lr=lr, momentum=0.8), atol=1e-5)
theirs = torch_path(SGD, n_steps, lr=lr, momentum=0.8, nesterov=True)
assert torch.allclose(ahead, theirs, atol=1e-5)
plain_left, heavy_left = plain[-1].norm().item(), heavy[-1].norm().item()
heavy_wiggle = heavy[:, 1].abs().sum().item()
ahead_wiggle = ahead[:, 1].abs().sum().item()
print(f"남은 거리: SGD {plain_left:.2f}, 모멘텀 {heavy_left:.2f}")
print(f"가파른 쪽으로 벗어난 양: 모멘텀 {heavy_wiggle:.1f}, Nesterov {ahead_wiggle:.1f}")
assert heavy_left < plain_left / 5 and ahead_wiggle < heavy_wiggle

# %% momentum-plot
fig, axes = plt.subplots(1, 3, num="momentum-path", figsize=(9, 2.9), sharey=True)
titles = ("SGD", "모멘텀 0.8", "Nesterov 0.8")
for i, (ax, path, title) in enumerate(zip(axes, (plain, heavy, ahead), titles)):
    draw_path(ax, path, title, color=f"C{i}")
axes[0].set_ylabel("$w_2$")
fig.tight_layout()

# %% same-slope
# 기울기가 늘 1이면 속도는 1, 1.9, 2.71, ...로 커져 10에서 멈춘다.
line = torch_path(SGD, 100, lambda w: w.sum(), lr=lr, momentum=0.9)
steps = (line[:-1] - line[1:])[:, 0]  # (100,)
first_step, last_step = steps[0].item(), steps[-1].item()
growth = last_step / first_step
print(f"걸음의 크기: {first_step:.3f} -> {last_step:.3f} ({growth:.1f}배)")
assert abs(growth - 1 / (1 - 0.9)) < 0.01

# %% zigzag
# 기울기가 번갈아 뒤집히면 속도가 서로 지워진다.
v = torch.zeros(())
for k in range(100):
    v = 0.9 * v + (-1) ** k
cancelled = v.abs().item()
print(f"번갈아 뒤집히는 기울기: {cancelled:.2f}배")
assert abs(cancelled - 1 / (1 + 0.9)) < 0.01
