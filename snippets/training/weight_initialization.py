"""가중치 초기화: 들어오는 연결의 수로 분산을 나누어 값의 크기를 층마다 지킨다.

주장: 렐루 30층에서 가중치의 분산이 2/입력 수(He)이면 값의 크기가 다섯 시드 모두 세 배 안에 남고,
    1/입력 수와 torch의 기본값 1/(3 입력 수)이면 지수로 줄며, 4/입력 수이면 지수로 커진다.
    편향까지 torch의 기본값이면 값은 편향의 크기로 남지만 두 입력의 차이는 똑같이 준다.
출처: Glorot & Bengio (2010); He et al. (2015)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn

n, depth, seeds = 256, 30, range(5)


# %% shares
# 가중치의 분산에 입력의 수를 곱하면 규칙마다 정해진 몫이 나온다.
def share(fill=None):
    torch.manual_seed(0)
    weight = nn.Linear(400, 400).weight  # (400, 400)
    if fill is not None:
        fill(weight)
    return (weight.var() * 400).item()


default_share, xavier_share = share(), share(nn.init.xavier_normal_)
he_share = share(lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu"))
print(f"기본값 {default_share:.2f}, Xavier {xavier_share:.2f}, He {he_share:.2f}")
assert abs(default_share - 1 / 3) < 0.01
assert abs(xavier_share - 1) < 0.02 and abs(he_share - 2) < 0.04


# %% forward
def sizes(gain, bend, seed):
    """층을 지날 때마다의 값의 크기(제곱 평균의 제곱근)."""
    torch.manual_seed(seed)
    h, out = torch.randn(64, n), []  # (64, 256)
    for _ in range(depth):
        h = bend(h @ torch.randn(n, n) * (gain / n) ** 0.5)
        out.append(h.square().mean().sqrt().item())
    return out


# %% measure
relus = {g: [sizes(g, torch.relu, s) for s in seeds] for g in (1 / 3, 1, 2, 4)}
flat = [sizes(1, lambda z: z, s)[-1] for s in seeds]  # 꺾지 않는 층에서는 몫 1이 지킨다
default_end, xavier_end, he_end, wild_end = (relus[g][0][-1] for g in relus)  # 시드 0
he_low, he_high = (f(run[-1] for run in relus[2]) for f in (min, max))
for g, runs in relus.items():
    theory = (g / 2) ** (depth / 2)
    print(f"몫 {g:.2f}: {runs[0][-1]:.0e}, 이론 {theory:.0e}")
    assert all(theory / 3 < run[-1] < 3 * theory for run in runs)
assert min(flat) > 1 / 3 and max(flat) < 3


# %% with-bias
def default_ends(seed):
    """편향까지 기본값인 렐루 30층의 끝: 값의 크기와, 두 입력이 낸 값의 차이의 크기."""
    torch.manual_seed(seed)
    layers = [layer for _ in range(depth) for layer in (nn.Linear(n, n), nn.ReLU())]
    with torch.no_grad():
        one, other = nn.Sequential(*layers).double()(torch.randn(2, 64, n, dtype=torch.double))
    return [h.square().mean().sqrt().item() for h in (one, one - other)]


ends = [default_ends(seed) for seed in seeds]
biased_end, apart_end = ends[0]  # 시드 0
print(f"값의 크기 {biased_end:.2f}, 두 입력의 차이 {apart_end:.0e}")
assert all(0.02 < size < 0.04 and apart < 1e-11 for size, apart in ends)

# %% plot
fig, ax = plt.subplots(num="size-by-depth", figsize=(7, 3.2), layout="constrained")
names = ("1/3 (torch의 기본값)", "1 (Xavier)", "2 (He)", "4")
for (g, runs), name, style in zip(relus.items(), names, ("C0:", "C1--", "C2-", "C3-.")):
    for seed in seeds:
        ax.semilogy(range(1, depth + 1), runs[seed], style, lw=1, label=name if seed == 0 else None)
ax.set(title="렐루를 지나는 값의 크기: 시드 다섯", xlabel="층", ylabel="값의 크기")
ax.legend(title="분산 x 입력 수", fontsize="small")
