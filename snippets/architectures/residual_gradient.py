"""스킵 연결과 기울기: 층마다 작은 배율을 곱하는 길에 1을 더하면 곱이 0으로 가지 않는다.

주장: 40층의 tanh 신경망에서 시드 다섯 모두, 스킵 연결이 없으면 입력에 닿은 기울기가 출력의 백만분의
    1보다 작고 스킵 연결이 있으면 줄지 않는다.
    블록 셋을 펼치면 길이 여덟 갈래다.
출처: He et al. (2016b) 2절; Veit, Wilber & Belongie (2016)
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch

# %% depth
n_layers, width, n_seeds = 40, 64, 5


def gradients(skip, seed):
    """층마다의 출력에 닿은 기울기의 크기. 출력의 무작위 방향 하나로 미분한다."""
    torch.manual_seed(seed)
    outputs = [torch.randn(32, width, requires_grad=True)]
    for _ in range(n_layers):
        h, w = outputs[-1], torch.randn(width, width) * 0.6 / math.sqrt(width)
        outputs.append(torch.tanh(h @ w) + (h if skip else 0))  # (32, 64)
    direction = torch.randn(32, width)
    grads = torch.autograd.grad((outputs[-1] * direction).sum(), outputs)
    return [g.norm().item() for g in grads]


plain = [gradients(False, seed) for seed in range(n_seeds)]
skipped = [gradients(True, seed) for seed in range(n_seeds)]
plain_ratio = max(sizes[0] / sizes[-1] for sizes in plain)
skip_ratio = min(sizes[0] / sizes[-1] for sizes in skipped)
print(f"스킵 연결 없음: 커야 {plain_ratio:.0e}배, 있음: 작아도 {skip_ratio:.1f}배")
assert plain_ratio < 1e-6 < 1 <= skip_ratio

# %% gradient-plot
fig, ax = plt.subplots(num="skip-gradient", figsize=(7, 3), layout="constrained")
for seed in range(n_seeds):
    ax.semilogy(plain[seed], "C1--", lw=1, label="$f(x)$" if seed == 0 else None)
    ax.semilogy(skipped[seed], "C0-", lw=1, label="$f(x) + x$" if seed == 0 else None)
ax.set(
    xlabel="층 (오른쪽이 출력)", ylabel="기울기의 크기", title="출력에서 되짚은 기울기 (시드 다섯)"
)
ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0e}")
ax.legend()

# %% paths
# 선형 블록 셋: (1 + a)(1 + b)(1 + c)를 펼치면 항이 여덟이다.
a, b, c = torch.tensor([0.3, -0.5, 0.2]).double()
paths = [1, a, b, c, a * b, a * c, b * c, a * b * c]
n_paths = len(paths)
assert torch.isclose(sum(paths), (1 + a) * (1 + b) * (1 + c))
assert n_paths == 2**3
