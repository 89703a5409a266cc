"""RMSprop: 기울기 제곱의 이동 평균으로 걸음을 나눈다.

주장: 직접 쓴 갱신은 torch.optim.RMSprop와 값이 같다(허용 오차 1e-5).
    같은 기울기가 이어지면 걸음은 10 lr에서 시작해 lr로 가라앉는다.
    가파름이 방향마다 달라도 고르게 걷지만, 그 방향이 축에서 벗어나면 이득이 준다.
출처: Tieleman & Hinton (2012) 6강; PyTorch 문서 RMSprop
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch
from valley import START, draw_path, gradient, torch_path, valley

RMSprop = torch.optim.RMSprop


# %% by-hand
def rmsprop_path(lr, n_steps, alpha=0.99, eps=1e-8):
    w, mean_square = START.clone(), torch.zeros(2)
    path = [w]
    for _ in range(n_steps):
        g = gradient(w)
        mean_square = alpha * mean_square + (1 - alpha) * g**2  # 오래된 것은 잊는다
        w = w - lr * g / (mean_square.sqrt() + eps)
        path.append(w)
    return torch.stack(path)  # (n_steps + 1, 2)


# %% same
ours, theirs = rmsprop_path(0.1, 20), torch_path(RMSprop, 20, lr=0.1)
print([round(v, 3) for v in ours[-1].tolist()])
assert torch.allclose(ours, theirs, atol=1e-5)

# %% constant-slope
lr = 0.1
line = torch_path(RMSprop, 1000, lambda w: 3 * w.sum(), lr=lr)[:, 0]
steps = line[:-1] - line[1:]  # (1000,)
first_step, last_step = steps[0].item(), steps[-1].item()
print({t: round(steps[t - 1].item(), 3) for t in (1, 10, 100, 1000)})
assert abs(first_step - lr / math.sqrt(1 - 0.99)) < 1e-3
assert abs(last_step - lr) < 1e-3
steeper = torch_path(RMSprop, 1000, lambda w: 300 * w.sum(), lr=lr)[:, 0]
step_gap = (steeper[:-1] - steeper[1:] - steps).abs().max().item()  # 기울기가 100배여도
assert step_gap < 1e-4

# %% rotate
turn = torch.tensor([[1.0, -1.0], [1.0, 1.0]]) / 2**0.5  # 45도


def turned(w):
    return valley(w @ turn)  # 골짜기를 45도 돌린다


straight = torch_path(RMSprop, 40, lr=0.3)
tilted = torch_path(RMSprop, 40, turned, turn @ START, lr=0.3)
straight_loss, tilted_loss = valley(straight[-1]).item(), turned(tilted[-1]).item()
print(f"RMSprop: 곧은 골짜기 {straight_loss:.0e}, 돌린 골짜기 {tilted_loss:.2f}")
sgd_straight = valley(torch_path(torch.optim.SGD, 40, lr=0.02)[-1]).item()
sgd_end = torch_path(torch.optim.SGD, 40, turned, turn @ START, lr=0.02)[-1]
sgd_tilted = turned(sgd_end).item()
print(f"SGD:     곧은 골짜기 {sgd_straight:.2f}, 돌린 골짜기 {sgd_tilted:.2f}")
assert straight_loss < 1e-6 < 0.1 < tilted_loss  # 좌표축에 기댄 이득이다
assert abs(sgd_straight - sgd_tilted) < 1e-3  # SGD는 돌려도 그대로다

# %% rotate-plot
fig, (left, right) = plt.subplots(1, 2, num="rmsprop-rotated", figsize=(8, 3.4))
draw_path(left, straight, "축에 나란한 골짜기", span=((-10, 4), (-4, 4)))
square = ((-10, 3), (-8, 5))
draw_path(right, tilted, "45도 돌린 골짜기", turned, "C1", square)
left.set_ylabel("$w_2$")
fig.tight_layout()
