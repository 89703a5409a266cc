"""삼차식으로 사인 맞추기의 물음에 답한다.

주장: x를 pi로 나누면 조건수가 4분의 1 아래로 줄고, 오차의 합 대신 평균을 쓰면 한계 학습률이
    표본의 수만큼 커진다. Adam은 다섯 시드 모두 학습률 0.01, 0.1, 1에서 2000걸음 안에 바닥의 1.1배
    아래로 내려간다. 오차식은 바닥이 열 배 넘게 낮지만 구간 밖에서는 더 틀린다.
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
raw, scaled = (torch.linalg.cond(powers(t).T @ powers(t)).item() for t in (x, x / math.pi))
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
def learn(lr, seed, n_steps=2000):
    torch.manual_seed(seed)
    w = torch.randn(4, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([w], lr=lr)
    for _ in range(n_steps):
        loss = ((powers(x) @ w - y) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


ends = {lr: [learn(lr, seed) for seed in range(5)] for lr in (0.001, 0.01, 0.1, 1.0)}
worst = {lr: max(five) for lr, five in ends.items()}
for lr, loss in worst.items():
    print(f"Adam, 학습률 {lr:g}: 가장 나쁜 시드 {loss:.2f} (바닥 {cubic:.2f})")
adam_slow, adam_fine, adam_fast, adam_wild = worst.values()
assert max(adam_fine, adam_fast, adam_wild) < 1.1 * cubic < adam_slow
