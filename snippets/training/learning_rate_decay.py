"""학습률 줄이기: 처음에는 크게, 나중에는 작게 걷는다.

주장: 잡음 섞인 기울기로 걸을 때 학습률을 코사인으로 줄이면,
    처음에는 큰 학습률만큼 빠르고 끝에서는 견준 두 고정 학습률보다 가깝다.
    직접 쓴 코사인 식은 torch의 CosineAnnealingLR와 값이 같다(허용 오차 1e-6).
출처: Robbins & Monro (1951); Loshchilov & Hutter (2017); PyTorch 문서 torch.optim.lr_scheduler
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch
from torch.optim.lr_scheduler import CosineAnnealingLR

torch.manual_seed(0)
n_steps, n_runs, high, low = 300, 500, 0.3, 0.003
noise = torch.randn(n_steps, n_runs)


# %% walk
def walk(rate_at):
    w, errors = torch.full((n_runs,), 5.0), []
    for t in range(n_steps):
        w = w - rate_at(t) * (w + noise[t])  # w^2 / 2의 기울기에 잡음이 섞인다
        errors.append(w.square().mean().sqrt().item())
    return errors


def cosine(t):
    return high * (1 + math.cos(math.pi * t / n_steps)) / 2


# %% compare
runs = {
    "큰 학습률": walk(lambda t: high),
    "작은 학습률": walk(lambda t: low),
    "코사인으로 줄임": walk(cosine),
}
big_end, small_end, cosine_end = (errors[-1] for errors in runs.values())
for name, errors in runs.items():
    print(f"{name}: {errors[9]:.2f} -> {errors[-1]:.2f}")
assert cosine_end < big_end / 3 and cosine_end < small_end / 3

# %% same-as-torch
w = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=high)
scheduler = CosineAnnealingLR(optimizer, T_max=n_steps)
for t in range(n_steps):
    assert abs(scheduler.get_last_lr()[0] - cosine(t)) < 1e-6
    optimizer.step()  # 먼저 걷고
    scheduler.step()  # 그다음에 학습률을 바꾼다

# %% decay-plot
fig, ax = plt.subplots(num="rate-decay", figsize=(7, 2.8), layout="constrained")
for (name, errors), style in zip(runs.items(), ("-", "--", "-.")):
    ax.semilogy(errors, style, label=name)
ax.set_yticks([5, 1, 0.5, 0.1], ["5", "1", "0.5", "0.1"])
ax.minorticks_off()
ax.set(title="최솟점까지의 거리 (500번의 평균)", xlabel="걸음", ylabel="거리")
ax.legend()
