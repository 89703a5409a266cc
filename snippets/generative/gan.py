"""GAN: 진짜를 가리는 판별자와, 판별자를 속이는 생성자를 맞세워 배운다.

주장: 가장 좋은 판별자는 p/(p+q)이고, 두 분포가 같을 때의 값은 -2 ln 2다.
    1차원 GAN의 평균이 데이터의 평균으로 옮겨 가고, 판별자의 값이 -2 ln 2에 가까워진다.
출처: Goodfellow et al. (2014) "Generative Adversarial Nets"
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn
from torch.distributions import Normal

torch.manual_seed(0)

# %% optimal
# 적분은 격자 위의 사다리꼴을 더해 구한다.
grid = torch.linspace(-12, 16, 20001, dtype=torch.double)


def best_value(p, q):
    p, q = p.log_prob(grid).exp(), q.log_prob(grid).exp()
    best = (p / (p + q)).clamp(1e-12, 1 - 1e-12)  # 가장 좋은 판별자
    value = p * best.log() + q * (1 - best).log()
    worse = p * (0.9 * best).log() + q * (1 - 0.9 * best).log()
    assert worse.sum() < value.sum()
    return torch.trapezoid(value, grid).item()


same = best_value(Normal(4, 1), Normal(4, 1))
apart = best_value(Normal(4, 1), Normal(0, 1))
minus_2ln2 = -2 * torch.tensor(2.0).log().item()
print(f"같을 때 {same:.4f}, 떨어져 있을 때 {apart:.4f}")
assert abs(same - minus_2ln2) < 1e-5 and same < apart < 0
p, q = (Normal(mean, 1).log_prob(grid).exp().clamp(1e-300) for mean in (4, 0))
middle = (p + q) / 2  # 옌센-섀넌 발산: 가운데 분포에서 벗어난 쿨백-라이블러 발산의 평균
divergence = torch.trapezoid(p * (p / middle).log() + q * (q / middle).log(), grid).item() / 2
assert abs(apart - (minus_2ln2 + 2 * divergence)) < 1e-6


# %% networks
def network(n_in, hidden):
    return nn.Sequential(nn.Linear(n_in, hidden), nn.Tanh(), nn.Linear(hidden, 1))


G = network(4, 16)  # 잡음 4개 -> 표본 하나
D = nn.Sequential(nn.Linear(1, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 1))
bce = F.binary_cross_entropy_with_logits
one, zero = torch.ones(128, 1), torch.zeros(128, 1)
adam_g, adam_d = (torch.optim.Adam(m.parameters(), lr=2e-3, betas=(0.5, 0.9)) for m in (G, D))

# %% train
history, snapshots = [], {}
for n in range(1001):
    real, fake = 4 + torch.randn(128, 1), G(torch.randn(128, 4))
    loss_d = bce(D(real), one) + bce(D(fake.detach()), zero)  # 가릴수록 작다
    adam_d.zero_grad()
    loss_d.backward()
    adam_d.step()
    loss_g = bce(D(G(torch.randn(128, 4))), one)  # 속일수록 작다
    adam_g.zero_grad()
    loss_g.backward()
    adam_g.step()
    history.append((-loss_d.item(), fake.mean().item()))
    if n in (0, 100, 1000):
        snapshots[n] = G(torch.randn(4000, 4)).detach()[:, 0]

# %% result
first_mean, last_mean = (snapshots[n].mean().item() for n in (0, 1000))
last_std = snapshots[1000].std().item()
values = torch.tensor([v for v, _ in history])
last_value = values[-200:].mean().item()
print(f"평균 {first_mean:.2f} -> {last_mean:.2f}, 표준편차 {last_std:.2f}")
print(f"판별자의 값 {last_value:.3f}")
assert abs(first_mean) < 1 and abs(last_mean - 4) < 0.5
assert abs(last_value - minus_2ln2) < 0.03

# %% train-plot
fig, (ax, curve) = plt.subplots(1, 2, num="gan-1d", figsize=(8, 3.2), layout="constrained")
bins = torch.linspace(-2, 8, 61).tolist()
for n, c in ((0, "C0"), (100, "C2"), (1000, "C1")):
    ax.hist(snapshots[n], bins, density=True, histtype="step", color=c, lw=1.6, label=f"{n}걸음 뒤")
x = torch.linspace(-2, 8, 200)
ax.plot(x, Normal(4, 1).log_prob(x).exp(), "k--", lw=1, label="데이터")
ax.set(title="생성자가 내는 값", xlabel="값", ylabel="밀도", ylim=(0, 1.3))
ax.legend(fontsize="small")
curve.plot(values.unfold(0, 20, 1).mean(1), "C0")
curve.axhline(minus_2ln2, color="k", ls="--", lw=1)
curve.text(1000, minus_2ln2 + 0.05, r"$-2\,\ln 2$", ha="right")
curve.set(title="판별자의 값", xlabel="걸음 (20걸음 평균)", ylabel="V(D, G)")
