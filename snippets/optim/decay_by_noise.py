"""감쇠와 기울기의 크기: Adam에 섞은 L2는 기울기가 큰 가중치를 거의 깎지 못한다.

주장: 평균 0인 잡음만 받는 두 가중치 가운데 Adam + L2는 잡음이 작은 쪽만 깎는다.
    AdamW는 둘을 같은 비율로 깎고, 그 비율은 (1 - lr * wd)^걸음이다.
출처: Loshchilov & Hutter (2019) 2절
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import optim

torch.manual_seed(0)
n_steps, lr, decay = 1000, 0.01, 0.1
scales = torch.tensor([0.1, 10.0])  # 두 가중치가 받는 기울기의 크기
noise = torch.randn(n_steps, 200, 2) * scales  # (걸음, 되풀이, 가중치)


# %% walk
def walk(rule):
    w = torch.full((200, 2), 5.0, requires_grad=True)
    optimizer = rule([w], lr=lr, weight_decay=decay)
    path = []
    for g in noise:
        w.grad = g.clone()  # 방향이 없는 기울기: 남는 것은 감쇠뿐이다
        optimizer.step()
        path.append(w.detach().mean(0))  # (2,) 200번의 평균
    return torch.stack(path)  # (n_steps, 2)


# %% compare
mixed, decoupled = walk(optim.Adam), walk(optim.AdamW)
mixed_small, mixed_big = mixed[-1].tolist()
apart_small, apart_big = decoupled[-1].tolist()
expected = 5 * (1 - lr * decay) ** n_steps
print(f"Adam + L2: 기울기가 작은 쪽 {mixed_small:.2f}, 큰 쪽 {mixed_big:.2f}")
print(f"AdamW:     기울기가 작은 쪽 {apart_small:.2f}, 큰 쪽 {apart_big:.2f}")
assert mixed_small < 1 and mixed_big > 4.5
assert abs(apart_small - expected) < 0.1 and abs(apart_big - expected) < 0.1

# %% decay-plot
fig, axes = plt.subplots(1, 2, num="adamw-decay", figsize=(8, 3), sharey=True, layout="constrained")
for ax, path, title in zip(axes, (mixed, decoupled), ("Adam + L2", "AdamW")):
    ax.plot(path[:, 0], label="기울기가 작은 가중치")
    ax.plot(path[:, 1], "--", label="기울기가 큰 가중치")
    ax.set(title=title, xlabel="걸음", ylim=(-0.2, 5.5))
axes[0].set_ylabel("가중치")
axes[0].legend()
