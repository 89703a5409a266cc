"""경사 하강법: 기울기의 반대쪽으로 학습률만큼 옮기기를 되풀이한다.

주장: 이차 함수에서는 학습률이 2/lambda_max보다 작을 때, 그때만 수렴한다.
    직접 쓴 갱신은 torch.optim.SGD와 값이 같다(허용 오차 1e-6).
출처: AI 연구실 메모 학습 노트; AI와 Flask 강의 노트; Goodfellow et al. (2016) 4.3절
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch.autograd.functional import hessian


# %% update
def loss_of(w):
    return 0.5 * (w[0] ** 2 + 10 * w[1] ** 2)  # 헤세 행렬의 고윳값은 1과 10


def descend(lr, steps, start=(9.0, 1.5)):
    w = torch.tensor(start, requires_grad=True)
    path = [w.tolist()]
    for _ in range(steps):
        (grad,) = torch.autograd.grad(loss_of(w), w)
        with torch.no_grad():
            w -= lr * grad  # w <- w - lr * grad
        path.append(w.tolist())
    return torch.tensor(path)  # (steps + 1, 2)


# %% same-as-sgd
w = torch.tensor([9.0, 1.5], requires_grad=True)
sgd = torch.optim.SGD([w], lr=0.15)
for _ in range(20):
    sgd.zero_grad()
    loss_of(w).backward()
    sgd.step()
assert torch.allclose(w.detach(), descend(0.15, 20)[-1], atol=1e-6)

# %% rates
lambda_max = torch.linalg.eigvalsh(hessian(loss_of, torch.zeros(2))).max().item()
limit = 2 / lambda_max
paths = {lr: descend(lr, steps=15) for lr in (0.02, 0.1, 0.15, 0.19, 0.21)}
for lr, path in paths.items():
    first, last = loss_of(path[0]).item(), loss_of(path[-1]).item()
    print(f"학습률 {lr}: 손실 {first:.2f} -> {last:.2f}")
    assert (last < first) == (lr < limit)
    # 방향마다 한 걸음에 1 - lr * lambda배
    shrink = (1 - lr * torch.tensor([1.0, 10.0])) ** 15
    assert torch.allclose(path[-1], path[0] * shrink, atol=1e-3)

# %% rates-plot
gx, gy = torch.meshgrid(torch.linspace(-10, 10, 81), torch.linspace(-7, 7, 57), indexing="xy")
for lr, path in paths.items():
    fig, ax = plt.subplots(num=f"descent@학습률={lr}", figsize=(6.4, 3.6), layout="constrained")
    ax.contour(gx, gy, loss_of(torch.stack([gx, gy])), levels=12, colors="0.7", linewidths=0.7)
    ax.plot(*path.T, marker=".", color="C0")
    ax.plot(0, 0, marker="*", color="C1", markersize=10)
    ax.set(title=f"학습률 {lr}", xlabel="$w_1$", ylabel="$w_2$", xlim=(-10, 10), ylim=(-7, 7))
