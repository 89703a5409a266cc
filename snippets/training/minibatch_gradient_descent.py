"""배치, 확률적, 미니배치 경사 하강: 한 번의 갱신에 표본을 몇 개 보는가.

주장: 크기가 같은 미니배치의 기울기를 평균하면 전체 기울기와 같고, 크기가 다르면 다르다(1e-5).
    한 에폭의 갱신은 1번, ceil(N/b)번, N번이고,
    같은 학습률이면 시드 다섯 모두 잦을수록 한 에폭에 멀리 간다.
출처: sklearn diabetes(Efron 외, 2004); Goodfellow et al. (2016) 8.1.3절
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_diabetes
from sklearn.preprocessing import scale

patients = load_diabetes()
X = torch.tensor(scale(patients.data[:440, [2, 8]]), dtype=torch.float32)  # (440, 2) 체질량, 혈청
y = torch.tensor(scale(patients.target[:440]), dtype=torch.float32)  # (440,)
n = len(X)


# %% gradient
def gradient(w, rows):
    residual = X[rows] @ w - y[rows]  # (b,)
    return 2 * X[rows].T @ residual / len(rows)  # (2,) 평균 제곱 오차의 기울기


# %% average
w = torch.zeros(2)
full = gradient(w, range(n))
for size in (44, 64):
    batches = torch.arange(n).split(size)
    each = torch.stack([gradient(w, rows) for rows in batches])  # (배치 수, 2)
    gap = (each.mean(0) - full).abs().max().item()
    weights = torch.tensor([len(rows) / n for rows in batches])
    # 표본 수로 가중하면 늘 같다
    weighted_gap = (weights @ each - full).abs().max().item()
    print(f"{size}개씩 (마지막 {len(batches[-1])}개): 전체와의 차이 {gap:.4f}")
    assert (gap < 1e-5) == (n % size == 0) and weighted_gap < 1e-5


# %% train
def train(size, n_epochs, seed=0, lr=0.02):
    torch.manual_seed(seed)
    w = torch.tensor([-0.6, 0.9])
    path = [w]
    for _ in range(n_epochs):
        for rows in torch.randperm(n).split(size):  # 섞고 나누어
            w = w - lr * gradient(w, rows)  # 배치마다 바로 갱신한다
            path.append(w)
    return torch.stack(path)  # (갱신 수 + 1, 2)


# %% one-epoch
best = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]  # (2,) 최소제곱해
kinds = {"배치": n, "미니배치": 20, "확률적": 1}
runs = {name: [train(size, 1, seed) for seed in range(5)] for name, size in kinds.items()}
updates = {name: len(paths[0]) - 1 for name, paths in runs.items()}
# 시드마다 최솟점까지 남은 거리, (방법, 시드)
left = torch.stack([(torch.stack(paths)[:, -1] - best).norm(dim=1) for paths in runs.values()])
for name, row in zip(kinds, left):
    print(f"{name}: 갱신 {updates[name]}번, 남은 거리 {[round(v, 2) for v in row.tolist()]}")
assert list(updates.values()) == [math.ceil(n / b) for b in kinds.values()]
assert (left.diff(dim=0) < 0).all()  # 시드마다 갱신이 잦을수록 멀리 간다
mini_updates, n_seeds = updates["미니배치"], left.shape[1]
batch_left, mini_left, single_left = left.median(1).values.tolist()
single_farthest = left[2].max().item()

# %% hover
# 스물다섯 에폭의 마지막 440걸음: 고정된 학습률에서는 최솟점 둘레를 맴돈다.
late = {b: [train(b, 25, seed)[-n:] - best for seed in range(5)] for b in (20, 1)}  # (440, 2)씩
hovers = {b: [gap.norm(dim=1).mean().item() for gap in gaps] for b, gaps in late.items()}
late_mini, late_single = max(hovers[20]), min(hovers[1])  # 시드 가운데 차이가 가장 작은 쪽으로
late_batch = (train(n, n_epochs=400)[-1] - best).norm().item()  # 400걸음
print(f"배치 {late_batch:.4f}, 미니배치 {late_mini:.3f}, 확률적 {late_single:.3f}")
assert late_batch < 1e-3 < 5 * late_mini < late_single

# %% path-plot
fig, axes = plt.subplots(1, 3, num="bgd-sgd-minibatch", figsize=(9, 3.2), sharey=True)
g1, g2 = torch.meshgrid(torch.linspace(-0.8, 0.9, 60), torch.linspace(-0.4, 1.1, 60), indexing="xy")
grid = torch.stack([g1, g2], dim=-1)  # (60, 60, 2)
height = (grid @ X.T - y).square().mean(-1)  # (60, 60)
for i, (ax, (name, size)) in enumerate(zip(axes, kinds.items())):
    ax.contour(g1, g2, height, levels=12, colors="0.75", linewidths=0.7)
    ax.plot(*train(size, n_epochs=3).T, color=f"C{i}", marker=".", markersize=3, linewidth=0.7)
    ax.plot(*best, marker="*", color="k", markersize=9)
    ax.set(title=f"{name} ({size}개씩)", xlabel="체질량의 가중치")
axes[0].set_ylabel("혈청 수치의 가중치")
fig.tight_layout()
