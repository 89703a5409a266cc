"""옵티마이저 경주: 바나나 골짜기를 같은 걸음 수만큼 내려간다.

주장: 학습률을 저마다 가장 좋은 것으로 골라도, 지난 기울기를 쓰는 규칙이 그냥 SGD보다 멀리 간다.
출처: Rosenbrock (1960); PyTorch 문서 torch.optim
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import optim
from valley import torch_path

n_steps = 150
start = torch.tensor([-1.5, 2.0])


# %% rosenbrock
def banana(w):  # 최솟값은 (1, 1)에서 0이다
    return (1 - w[..., 0]) ** 2 + 100 * (w[..., 1] - w[..., 0] ** 2) ** 2


# %% racers
racers = {
    "SGD": (optim.SGD, {}),
    "모멘텀": (optim.SGD, {"momentum": 0.9}),
    "Adagrad": (optim.Adagrad, {}),
    "RMSprop": (optim.RMSprop, {}),
    "Adam": (optim.Adam, {}),
}

# %% race
rates = [10, 3, 1, 0.3, 0.1, 0.01, 0.003, 0.001, 0.0003]
paths, chosen = {}, {}
for name, (rule, options) in racers.items():
    tries = {lr: torch_path(rule, n_steps, banana, start, lr=lr, **options) for lr in rates}
    ends = {lr: banana(path[-1]).nan_to_num(torch.inf).item() for lr, path in tries.items()}
    chosen[name] = min(ends, key=ends.get)  # 저마다 가장 좋은 학습률을 준다
    paths[name] = tries[chosen[name]]
    print(f"{name}: 학습률 {chosen[name]:g}, 마지막 손실 {ends[chosen[name]]:.4f}")
final = {name: banana(path[-1]).item() for name, path in paths.items()}
sgd_loss, momentum_loss, adam_loss = final["SGD"], final["모멘텀"], final["Adam"]
assert all(final[name] < sgd_loss / 5 for name in final if name != "SGD")
assert all(0.0003 < lr < 10 for lr in chosen.values())  # 격자의 끝에서 골라지지 않았다

# %% race-plot
fig, (left, right) = plt.subplots(1, 2, num="optimizer-race", figsize=(9, 3.6))
gx, gy = torch.meshgrid(torch.linspace(-2.1, 1.9, 121), torch.linspace(-1, 4, 91), indexing="xy")
height = banana(torch.stack([gx, gy], dim=-1))  # (91, 121)
left.contour(gx, gy, height, levels=[1, 5, 20, 80, 320, 900], colors="0.75", linewidths=0.7)
for i, (name, path) in enumerate(paths.items()):
    left.plot(*path.T, color=f"C{i}", linewidth=1.2)
    right.semilogy(banana(path), color=f"C{i}", label=f"{name} ({chosen[name]:g})")
left.plot(1, 1, marker="*", color="k", markersize=10)
left.set(
    title="걸어간 길 (별이 최솟값)", xlabel="$w_1$", ylabel="$w_2$", ylim=(-1, 4), xlim=(-2.1, 1.9)
)
right.set(title="손실", xlabel="걸음", ylim=(0.01, 2000))
right.legend(title="규칙 (고른 학습률)", ncols=2)
fig.tight_layout()
