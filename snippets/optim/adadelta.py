"""Adadelta: 기울기 제곱의 이동 평균으로 나누고, 걸음 제곱의 이동 평균을 곱한다.

주장: 직접 쓴 갱신은 torch.optim.Adadelta와 값이 같다(허용 오차 1e-5).
    같은 기울기가 이어져도 걸음이 줄지 않는다. 처음에는 오히려 아주 작다.
    손실에 1000을 곱해도 걷는 길이 같다(허용 오차 1e-5).
출처: Zeiler (2012); PyTorch 문서 Adadelta
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from valley import START, gradient, torch_path, valley

optim = torch.optim


# %% by-hand
def adadelta_path(n_steps, rho=0.9, eps=1e-6):
    w, slopes, moves = START.clone(), torch.zeros(2), torch.zeros(2)
    path = [w]
    for _ in range(n_steps):
        g = gradient(w)
        slopes = rho * slopes + (1 - rho) * g**2  # 기울기 제곱의 이동 평균
        move = (moves + eps).sqrt() / (slopes + eps).sqrt() * g
        moves = rho * moves + (1 - rho) * move**2  # 걸음 제곱의 이동 평균
        w = w - move  # 학습률이 없다
        path.append(w)
    return torch.stack(path)  # (n_steps + 1, 2)


# %% same
ours, theirs = adadelta_path(20), torch_path(optim.Adadelta, 20)
assert torch.allclose(ours, theirs, atol=1e-5)
big = torch_path(optim.Adadelta, 20, lambda w: 1000 * valley(w))
for path in (theirs, big):
    print([round(v, 4) for v in path[-1].tolist()])
assert torch.allclose(big, theirs, atol=1e-5)  # 손실을 1000배 해도 같은 길

# %% constant-slope
rules = {"Adagrad": 1.0, "RMSprop": 0.1, "Adadelta": 1.0}  # 이름과 학습률
steps = {}
for name, lr in rules.items():
    line = torch_path(getattr(optim, name), 1000, lambda w: w.sum(), lr=lr)[:, 0]
    steps[name] = line[:-1] - line[1:]  # (1000,)
    print(name, [round(steps[name][t - 1].item(), 3) for t in (1, 10, 100, 1000)])
adagrad_last, rmsprop_last = steps["Adagrad"][-1].item(), steps["RMSprop"][-1].item()
adadelta_first = steps["Adadelta"][0].item()
adadelta_last = steps["Adadelta"][-1].item()
assert adagrad_last < 0.04 and abs(rmsprop_last - 0.1) < 1e-3
assert adadelta_first < 0.004 and adadelta_last > 2 * adadelta_first

# %% step-plot
fig, ax = plt.subplots(num="step-sizes", figsize=(7, 3), layout="constrained")
for (name, lr), style in zip(rules.items(), ["-", "--", "-."]):
    ax.loglog(range(1, 1001), steps[name], style, label=f"{name} (학습률 {lr:g})")
ax.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
ax.set_yticks([1, 0.1, 0.01], ["1", "0.1", "0.01"])
ax.set(title="기울기가 늘 1일 때 걸음의 크기", xlabel="몇 번째 걸음", ylabel="걸음의 크기")
ax.legend()
