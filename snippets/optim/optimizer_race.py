"""옵티마이저 경주: 바나나 골짜기(로젠브록 함수)를 같은 걸음 수만큼 내려간다.

주장: 학습률을 저마다 가장 좋은 것으로 골라도, 지난 기울기를 쓰는 규칙이 SGD보다 멀리 간다.
    백 걸음에서는 Adam이, 이백 걸음에서는 모멘텀이 앞선다. RMSprop은 백 걸음 동안 학습률이 열 배인
    Adagrad와 거의 같은 길을 걷는다.
출처: Rosenbrock (1960); PyTorch 문서 torch.optim
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import optim
from valley import torch_path

n_steps = 100
start = torch.tensor([0.0, 2.5])


# %% rosenbrock
def banana(w):  # 로젠브록(Rosenbrock) 함수. 최솟값은 (1, 1)에서 0이다
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
rates = [3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003]
paths, chosen, final = {}, {}, {}


def walk(name, n_steps, start, lr):
    """걸은 길과 마지막 손실. 발산하면 손실은 무한대다."""
    rule, options = racers[name]
    path = torch_path(rule, n_steps, banana, start, lr=lr, **options)
    return path, banana(path[-1]).nan_to_num(torch.inf).item()


for name in racers:
    ends = {lr: walk(name, n_steps, start, lr)[1] for lr in rates}
    chosen[name] = min(ends, key=ends.get)  # 저마다 가장 좋은 학습률을 준다
    paths[name], final[name] = walk(name, n_steps, start, chosen[name])
    print(f"{name}: 학습률 {chosen[name]:g}, 마지막 손실 {final[name]:.4f}")
sgd_loss, momentum_loss, adam_loss = final["SGD"], final["모멘텀"], final["Adam"]
assert all(final[name] < sgd_loss / 4 for name in final if name != "SGD")
assert adam_loss == min(final.values())
assert all(0.0003 < lr < 3 for lr in chosen.values())  # 격자의 끝에서 골라지지 않았다

# %% longer
# 두 배를 걷거나, 다른 곳에서 출발하면(학습률은 다시 고른다) 순위가 바뀐다.
later, elsewhere, far = {}, {}, torch.tensor([-1.2, 1.0])
for name in ("모멘텀", "Adam"):
    later[name] = walk(name, 2 * n_steps, start, chosen[name])[1]
    elsewhere[name] = min(walk(name, n_steps, far, lr)[1] for lr in rates)
    print(f"{name}: {2 * n_steps}걸음 뒤 {later[name]:.4f}, 다른 출발 {elsewhere[name]:.3f}")
(momentum_later, adam_later), (momentum_other, adam_other) = later.values(), elsewhere.values()
assert momentum_later < adam_later and momentum_loss > adam_loss
assert momentum_other < adam_other

# %% twins
twin_gap = (paths["RMSprop"] - paths["Adagrad"]).norm(dim=1).max().item()
print(f"RMSprop과 Adagrad의 길은 가장 멀 때 {twin_gap:.3f} 떨어져 있다")
assert twin_gap < 0.1 and chosen["Adagrad"] == 10 * chosen["RMSprop"]

# %% race-plot
fig, axes = plt.subplots(2, 3, num="optimizer-race", figsize=(9, 5.4))
g1, g2 = torch.linspace(-1, 2, 121), torch.linspace(-0.7, 3, 91)
gx, gy = torch.meshgrid(g1, g2, indexing="xy")
height = banana(torch.stack([gx, gy], dim=-1))  # (91, 121)
last, markers = axes.flat[5], "osD^v"
for i, (name, path) in enumerate(paths.items()):
    ax = axes.flat[i]
    ax.contour(gx, gy, height, levels=[1, 5, 20, 80, 320, 900], colors="0.75", linewidths=0.7)
    ax.plot(*path.T, color=f"C{i}", marker=markers[i], markevery=(8 * i, 40), lw=1.2, ms=4)
    ax.plot(1, 1, marker="*", color="k", markersize=9)
    ax.set(title=f"{name} (학습률 {chosen[name]:g})", xlim=(-1, 2), ylim=(-0.7, 3))
    style = {"color": f"C{i}", "ls": ":" if name == "RMSprop" else "-", "label": name}
    last.semilogy(banana(path), marker=markers[i], markevery=(8 * i, 40), ms=4, **style)
last.set_yticks([0.01, 0.1, 1, 10, 100], ["0.01", "0.1", "1", "10", "100"])
last.minorticks_off()
last.set(title="손실", xlabel="걸음", ylim=(0.005, 1e6))
last.legend(fontsize="small", loc="upper right")
fig.tight_layout()
