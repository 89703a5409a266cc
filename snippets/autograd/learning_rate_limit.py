"""학습률의 한계: 2/lambda_max를 넘으면 손실이 무한히 커진다.

주장: 사인을 삼차식으로 맞출 때 한계는 약 7.09e-6이다. 5e-6은 최소제곱해에 이르고 1e-5는 nan이 된다.
    손실이 줄어드는 폭은 갈수록 작아진다. 고윳값의 비가 클수록 더 느리다.
출처: AI 라이브러리 학습 노트 2주차; Goodfellow et al. (2016) 4.3절, 8.2절
"""

# %% setup
import matplotlib.pyplot as plt
import torch

x = torch.linspace(-torch.pi, torch.pi, 1000, dtype=torch.float64)
X = torch.stack([x**k for k in range(4)], dim=1)  # (1000, 4): 1, x, x^2, x^3
y = torch.sin(x)

# %% threshold
# 제곱합 손실의 헤세 행렬, (4, 4) -> (4,)
eigenvalues = torch.linalg.eigvalsh(2 * X.T @ X)
limit = (2 / eigenvalues.max()).item()
condition = (eigenvalues.max() / eigenvalues.min()).item()
print(f"한계 {limit:.2e}, 고윳값의 비 {condition:.0f}")
assert abs(limit - 7.09e-6) < 1e-8


# %% descend
def descend(lr, steps=2000):
    c = torch.zeros(4, dtype=torch.float64)  # 계수 a, b, c, d
    losses = []
    for _ in range(steps):
        residual = X @ c - y  # (1000, 4) @ (4,) -> (1000,)
        losses.append((residual @ residual).item())
        c = c - lr * 2 * X.T @ residual  # 바뀌는 것은 기울기가 아니라 계수다
    return losses


runs = {f"{lr:.0e}": descend(lr) for lr in (1e-6, 5e-6, 1e-5)}
for lr, losses in runs.items():
    print(f"학습률 {lr}: {losses[0]:.1f} -> {losses[-1]:.3f}")

# %% least-squares
best = torch.linalg.lstsq(X, y[:, None]).solution  # 최소제곱해, (4, 1)
best_sse = ((X @ best)[:, 0] - y).square().sum().item()
slow_sse, good_sse = runs["1e-06"][-1], runs["5e-06"][-1]
print(f"최소제곱 {best_sse:.3f}")
assert abs(good_sse - best_sse) < 1e-4 < slow_sse - best_sse
assert slow_sse < runs["1e-06"][0]
assert runs["1e-05"][-1] != runs["1e-05"][-1]  # nan은 자신과도 같지 않다

# %% slowing
drop_early = runs["5e-06"][0] - runs["5e-06"][100]
drop_late = runs["5e-06"][1000] - runs["5e-06"][1100]
print(f"처음 100걸음 {drop_early:.1f}, 1000걸음 뒤의 100걸음 {drop_late:.4f}")
assert drop_early > 1000 * drop_late > 0

# %% losses-plot
fig, ax = plt.subplots(num="rate-losses", figsize=(7, 2.8), layout="constrained")
for lr, style in zip(runs, ["--", "-", ":"]):
    ax.semilogy([v for v in runs[lr] if v < 1e6], style, label=lr)
ax.axhline(best_sse, color="0.6", lw=0.8)
ax.set(title="학습률에 따른 손실", xlabel="걸음", ylabel="제곱합 손실", ylim=(2, 1e4))
ax.legend(title="학습률")
