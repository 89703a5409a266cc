"""배치, 확률적, 미니배치 경사 하강: 한 번의 갱신에 표본을 몇 개 보는가.

주장: 크기가 같은 미니배치의 기울기를 평균하면 전체 기울기와 같고, 크기가 다르면 다르다(1e-5).
    한 에폭의 갱신은 1번, ceil(N/b)번, N번이고, 잦을수록 한 에폭에 멀리 간다.
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
def train(size, n_epochs, lr=0.02):
    torch.manual_seed(0)
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
paths = {name: train(size, n_epochs=1) for name, size in kinds.items()}
updates = {name: len(path) - 1 for name, path in paths.items()}
left = {name: (path[-1] - best).norm().item() for name, path in paths.items()}
for name in kinds:
    print(f"{name}: 갱신 {updates[name]}번, 남은 거리 {left[name]:.2f}")
assert list(updates.values()) == [math.ceil(n / b) for b in kinds.values()]
assert left["확률적"] < left["미니배치"] < left["배치"]  # 갱신이 잦을수록 멀리 간다
mini_updates = updates["미니배치"]
batch_left, mini_left, single_left = left.values()

# %% hover
# 마흔 에폭을 돈 뒤의 440걸음: 고정된 학습률에서는 최솟점 둘레를 맴돈다.
late = {b: train(b, n_epochs=40)[-n:] - best for b in (20, 1)}  # (440, 2)
late_mini, late_single = (late[b].norm(dim=1).mean().item() for b in (20, 1))
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
