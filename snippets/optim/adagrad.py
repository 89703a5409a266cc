"""Adagrad: 지금까지의 기울기 제곱을 모두 더해 그 제곱근으로 걸음을 나눈다.

주장: 직접 쓴 갱신은 torch.optim.Adagrad와 값이 같다(허용 오차 1e-5).
    같은 기울기가 이어지면 t번째 걸음은 1 / sqrt(t)로 준다.
    드물게 나타나는 특성은 나타날 때마다 큰 걸음을 걷는다.
출처: Duchi, Hazan & Singer (2011); PyTorch 문서 Adagrad
"""

# %% setup
import torch
from valley import START, gradient, torch_path

Adagrad = torch.optim.Adagrad


# %% by-hand
def adagrad_path(lr, n_steps, eps=1e-10):
    w, total = START.clone(), torch.zeros(2)
    path = [w]
    for _ in range(n_steps):
        g = gradient(w)
        total = total + g**2  # 원소마다 따로 쌓는다. 줄어드는 일이 없다
        w = w - lr * g / (total.sqrt() + eps)
        path.append(w)
    return torch.stack(path)  # (n_steps + 1, 2)


# %% same
ours, theirs = adagrad_path(1.0, 20), torch_path(Adagrad, 20, lr=1.0)
print([round(v, 3) for v in ours[-1].tolist()])
assert torch.allclose(ours, theirs, atol=1e-5)

# %% constant-slope
line = torch_path(Adagrad, 100, lambda w: 3 * w.sum(), lr=1.0)[:, 0]
steps = line[:-1] - line[1:]  # (100,) 기울기는 늘 3이다
shown = {t: round(steps[t - 1].item(), 3) for t in (1, 4, 25, 100)}
print(shown)  # {1: 1.0, 4: 0.5, 25: 0.2, 100: 0.1}
assert torch.allclose(steps, torch.arange(1, 101).rsqrt(), atol=1e-4)
step_100 = steps[-1].item()

# %% rare-feature
# 흔한 특성은 걸음마다, 드문 특성은 스무 걸음에 한 번 기울기 1을 받는다.
w = torch.zeros(2, requires_grad=True)
optimizer = Adagrad([w], lr=1.0)
for t in range(1, 101):
    w.grad = torch.tensor([1.0, float(t % 20 == 0)])
    before = w.detach().clone()
    optimizer.step()
common_step, rare_step = (before - w.detach()).tolist()
print(f"100번째 걸음: 흔한 특성 {common_step:.2f}, 드문 특성 {rare_step:.2f}")
ratio = rare_step / common_step
assert abs(ratio - 20**0.5) < 1e-3  # 100번과 5번: 제곱근의 비
