"""FTRL-Proximal: 표본이 하나씩 올 때 쓸모없는 가중치를 정확히 0으로 둔다.

주장: torch.optim에는 FTRL이 없다.
    L1과 L2를 0으로 두면 torch.optim.Adagrad와 값이 같다(허용 오차 1e-5).
    쓸모없는 특성 45개 가운데 대부분의 가중치가 정확히 0이고, SGD에 L1을 더하면 하나도 0이 아니다.
출처: McMahan et al. (2013) "Ad Click Prediction: a View from the Trenches"
"""

# %% setup
import matplotlib.pyplot as plt
import torch

torch.manual_seed(0)
n, d, n_useful = 2000, 50, 5
truth = torch.zeros(d)
truth[:n_useful] = torch.tensor([2.0, -2.0, 1.5, -1.5, 1.0])
X = torch.randn(n, d)  # (2000, 50)
y = torch.bernoulli(torch.sigmoid(X @ truth))  # (2000,) 0 또는 1

# %% missing
has_ftrl = hasattr(torch.optim, "FTRL") or hasattr(torch.optim, "Ftrl")
print(has_ftrl)
assert not has_ftrl


# %% by-hand
def ftrl(l1, l2=0.0, alpha=0.1, beta=1.0):
    z, total, w = torch.zeros(3, d)  # z: 기울기를 모두 모은 것
    for x, target in zip(X, y):  # 표본 하나에 갱신 한 번
        g = (torch.sigmoid(x @ w) - target) * x  # 로지스틱 손실의 기울기, (50,)
        sigma = ((total + g**2).sqrt() - total.sqrt()) / alpha
        z, total = z + g - sigma * w, total + g**2
        kept = z.abs() > l1  # l1을 넘지 못한 가중치는 0이다
        strength = (beta + total.sqrt()) / alpha + l2
        w = torch.where(kept, -(z - z.sign() * l1) / strength, 0.0)
    return w


# %% same-as-adagrad
w = torch.zeros(d, requires_grad=True)
adagrad = torch.optim.Adagrad([w], lr=0.1, eps=1.0)
for x, target in zip(X, y):
    adagrad.zero_grad()
    torch.nn.functional.binary_cross_entropy_with_logits(x @ w, target).backward()
    adagrad.step()
gap = (ftrl(l1=0.0) - w.detach()).abs().max().item()
print(f"L1 = 0일 때 Adagrad와의 차이: {gap:.0e}")
assert gap < 1e-5

# %% sparsity
sparse, dense = ftrl(l1=20.0), torch.zeros(d)
for x, target in zip(X, y):  # 견줄 것: L1 벌점의 기울기를 더한 SGD
    g = (torch.sigmoid(x @ dense) - target) * x
    dense = dense - 0.02 * (g + 0.02 * dense.sign())
n_useless = d - n_useful
ftrl_zeros, sgd_zeros = ((v[n_useful:] == 0).sum().item() for v in (sparse, dense))
print(f"쓸모없는 {n_useless}개 가운데 정확히 0인 것:")
print(f"FTRL {ftrl_zeros}개, SGD + L1 {sgd_zeros}개")
assert ftrl_zeros > 0.8 * n_useless and sgd_zeros == 0
assert (sparse[:n_useful] != 0).all()  # 쓸모 있는 것은 모두 남았다

# %% fresh-data
fresh = torch.randn(5000, d)
answers = torch.bernoulli(torch.sigmoid(fresh @ truth)).bool()
sparse_acc, dense_acc = (
    ((fresh @ v > 0) == answers).float().mean().item() for v in (sparse, dense)
)
n_left = (sparse != 0).sum().item()
print(f"새 표본의 정확도: FTRL {sparse_acc:.3f} (가중치 {n_left}개)")
print(f"SGD + L1 {dense_acc:.3f} ({d}개)")
assert sparse_acc > dense_acc - 0.01

# %% sparsity-plot
fig, axes = plt.subplots(2, 1, num="ftrl-sparsity", figsize=(7, 3.6), sharex=True, sharey=True)
for i, (ax, v, title) in enumerate(zip(axes, (sparse, dense), ("FTRL", "L1을 더한 SGD"))):
    ax.bar(range(d), v, color=f"C{i}")
    ax.axvspan(n_useful - 0.5, d, color="0.5", alpha=0.1, linewidth=0)
    ax.set(title=title, ylabel="가중치", xlim=(-0.7, d - 0.3))
axes[1].set_xlabel("특성의 번호 (회색 바탕은 쓸모없는 특성)")
fig.tight_layout()

# %% thresholds
zeros = {l1: (ftrl(l1=l1)[n_useful:] == 0).sum().item() for l1 in (1.0, 5.0, 30.0)}
print(zeros)
zeros_low, zeros_high = zeros[1.0], zeros[30.0]
assert zeros_low < zeros[5.0] < ftrl_zeros < zeros_high == n_useless
