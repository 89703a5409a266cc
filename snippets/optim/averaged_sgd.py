"""평균 SGD: 흔들리며 걸은 길의 평균은 끝점보다 최솟점에 가깝다.

주장: 걸은 점의 평균은 마지막 점보다 최솟점에 가깝다(시드 200개의 평균).
    torch.optim.ASGD는 평균을 상태 ax에 두고 가중치에는 넣지 않는다.
    t0의 기본값이 100만이라 그전에는 ax가 지금의 가중치일 뿐이다.
출처: Polyak & Juditsky (1992); PyTorch 문서 ASGD
"""

# %% setup
import matplotlib.pyplot as plt
import torch

torch.manual_seed(0)
n_runs, n_steps, lr, t0 = 200, 400, 0.2, 100

# %% noisy-walk
# 손실 w^2 / 2의 기울기 w에 표준편차 1의 잡음이 섞인다. 200번의 걸음을 함께 걷는다.
noise = torch.randn(n_steps, n_runs)
w, path = torch.full((n_runs,), 5.0), []
for k in range(n_steps):
    w = w - lr * (w + noise[k])
    path.append(w)
path = torch.stack(path)  # (n_steps, n_runs)
average = path[t0 + 1 :].mean(0)  # (n_runs,) 최솟점에 다가오는 동안은 빼고 평균한다
last_error = path[-1].square().mean().sqrt().item()
average_error = average.square().mean().sqrt().item()
print(f"최솟점까지: 마지막 점 {last_error:.3f}, 평균 {average_error:.3f}")
assert average_error < last_error / 3


# %% torch-asgd
def asgd(t0):
    w = torch.full((n_runs,), 5.0, requires_grad=True)
    optimizer = torch.optim.ASGD([w], lr=lr, lambd=0, alpha=0, t0=t0)
    for k in range(n_steps):
        optimizer.zero_grad()
        (w.square() / 2 + noise[k] * w).sum().backward()
        optimizer.step()
    return w.detach(), optimizer.state[w]["ax"]


# %% where-is-ax
weights, ax = asgd(t0)
assert torch.allclose(weights, path[-1], atol=1e-4)  # 가중치는 그냥 SGD의 끝점이다
assert torch.allclose(ax, average, atol=1e-4)  # 평균은 상태에 따로 있다
_, default_ax = asgd(t0=1e6)  # 기본값에서는 아직 평균하기 전이다
print(f"가중치 {weights[0]:.3f}, ax {ax[0]:.3f}, 기본값의 ax {default_ax[0]:.3f}")
assert torch.optim.ASGD([torch.zeros(1)]).defaults["t0"] == 1e6
assert torch.equal(default_ax, weights)

# %% average-plot
fig, ax_left = plt.subplots(num="averaged-path", figsize=(7, 2.8), layout="constrained")
running = path[t0 + 1 :, 0].cumsum(0) / torch.arange(1, n_steps - t0)  # 지금까지의 평균
ax_left.axhline(0, color="0.5", linewidth=0.8)
ax_left.plot(path[:, 0], linewidth=0.8, label="걸어간 점")
ax_left.plot(range(t0 + 1, n_steps), running, linewidth=2, label="그 평균")
ax_left.set(title="잡음 섞인 기울기로 걸은 길", xlabel="걸음", ylabel="$w$ (최솟점은 0)")
ax_left.legend()
