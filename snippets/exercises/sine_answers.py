"""삼차식으로 사인 맞추기의 물음에 답한다.

주장: x를 pi로 나누면 조건수가 4분의 1 아래로 줄고, 오차의 합 대신 평균을 쓰면 한계 학습률이
    표본의 수만큼 커진다. Adam은 다섯 시드 모두 학습률 0.01과 0.1에서 2000걸음 뒤에 바닥의 1.1배
    아래에 있고, 1에서는 바닥에 닿았다가도 튀어 오른다. 오차식은 바닥이 열 배 넘게 낮지만
    구간 밖에서는 더 틀린다.
출처: 매듭의 실험
"""

# %% setup
import math

import torch

n = 1000
x = torch.linspace(-math.pi, math.pi, n, dtype=torch.float64)
y = torch.sin(x)


def powers(x, degree=3):
    return torch.stack([x**k for k in range(degree + 1)], dim=1)  # (N, degree + 1)


# %% scale
def condition(t):
    """가장 가파른 방향과 가장 완만한 방향의 비, 곧 특잇값의 비의 제곱."""
    sizes = torch.linalg.svdvals(powers(t))  # (4,) 큰 것부터
    return (sizes[0] / sizes[-1]).item() ** 2


raw, scaled = condition(x), condition(x / math.pi)
print(f"조건수 {raw:.0f} -> {scaled:.0f}")
assert scaled < raw / 4

# %% mean
top = 2 * torch.linalg.eigvalsh(powers(x).T @ powers(x))[-1].item()  # 합의 가장 큰 곡률
limit_sum, limit_mean = 2 / top, 2 / (top / n)
times = limit_mean / limit_sum
print(f"한계 학습률: 합 {limit_sum:.1e}, 평균 {limit_mean:.1e}")
assert abs(times - n) < 1e-6


# %% fit
def floor(degree):
    """최소제곱의 오차의 합과 2 pi에서의 예측."""
    best = torch.linalg.lstsq(powers(x, degree), y).solution
    far = powers(torch.tensor([2 * math.pi], dtype=torch.float64), degree) @ best
    return ((powers(x, degree) @ best - y) ** 2).sum().item(), far.item()


(cubic, cubic_far), (fifth, fifth_far) = floor(3), floor(5)
print(f"바닥 {cubic:.2f} -> {fifth:.3f}, 2 pi에서 {cubic_far:.1f} -> {fifth_far:.1f}")
assert fifth < cubic / 10 and abs(fifth_far) > abs(cubic_far)


# %% adam
def start(seed):
    torch.manual_seed(seed)
    return torch.randn(4, dtype=torch.float64)


A = powers(x)  # (1000, 4)


def learn(lr, n_steps=2000):
    """시드 다섯을 나란히 배운다. Adam은 수마다 따로 걸으므로 하나씩 배운 것과 같다."""
    w = torch.stack([start(seed) for seed in range(5)], dim=1).requires_grad_()  # (4, 5)
    optimizer, history = torch.optim.Adam([w], lr=lr), []
    for _ in range(n_steps):
        losses = ((A @ w - y[:, None]) ** 2).sum(0)  # (5,)
        optimizer.zero_grad()
        losses.sum().backward()
        optimizer.step()
        history.append(losses.detach())
    return torch.stack(history)  # (2000, 5)


runs = {lr: learn(lr) for lr in (0.001, 0.01, 0.1, 1.0)}
worst = {lr: history[-1].max().item() for lr, history in runs.items()}
for lr, loss in worst.items():
    print(f"Adam, 학습률 {lr:g}: 끝에서 가장 나쁜 시드 {loss:.2f} (바닥 {cubic:.2f})")
adam_slow, adam_fine, adam_fast, _ = worst.values()
wild = runs[1.0]  # (2000, 5)
reached, spike = wild[:1000].amin(0).max().item(), wild[1000:].amax(0).min().item()
print(f"학습률 1: 1000걸음 안에 모두 {reached:.2f}에 닿지만, 그 뒤에 {spike:.0f} 넘게 튄다")
assert max(adam_fine, adam_fast, reached) < 1.1 * cubic < adam_slow
assert spike > 10 * cubic  # 끝의 값이 낮더라도 운이다
