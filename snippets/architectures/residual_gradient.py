"""스킵 연결과 기울기: 층마다 작은 배율을 곱하는 길에 1을 더하면 곱이 0으로 가지 않는다.

주장: 40층의 tanh 신경망에서 스킵 연결이 없으면 입력에 닿은 기울기가 출력의 백만분의 1보다 작다.
    스킵 연결이 있으면 줄지 않는다.
    블록 셋을 펼치면 길이 여덟 갈래다.
출처: He et al. (2016b) 2절; Veit, Wilber & Belongie (2016)
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch

torch.manual_seed(0)

# %% depth
n_layers, width = 40, 64
x = torch.randn(32, width)
maps = [torch.randn(width, width) * 0.6 / math.sqrt(width) for _ in range(n_layers)]


def gradients(skip):
    """층마다의 출력에 닿은 기울기의 크기. 출력의 무작위 방향 하나로 미분한다."""
    outputs = [x.clone().requires_grad_(True)]
    for w in maps:
        h = outputs[-1]
        outputs.append(torch.tanh(h @ w) + (h if skip else 0))  # (32, 64)
    direction = torch.randn(32, width, generator=torch.Generator().manual_seed(1))
    grads = torch.autograd.grad((outputs[-1] * direction).sum(), outputs)
    return [g.norm().item() for g in grads]


plain, skipped = gradients(False), gradients(True)
plain_ratio, skip_ratio = plain[0] / plain[-1], skipped[0] / skipped[-1]
print(f"스킵 연결 없음 {plain_ratio:.0e}배, 있음 {skip_ratio:.1f}배")
assert plain_ratio < 1e-6 < 1 <= skip_ratio

# %% gradient-plot
fig, ax = plt.subplots(num="skip-gradient", figsize=(7, 3), layout="constrained")
ax.semilogy(plain, color="C1", label="$f(x)$")
ax.semilogy(skipped, color="C0", label="$f(x) + x$")
ax.set(xlabel="층 (오른쪽이 출력)", ylabel="기울기의 크기", title="출력에서 되짚은 기울기")
ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0e}")
ax.legend()

# %% paths
# 선형 블록 셋: (1 + a)(1 + b)(1 + c)를 펼치면 항이 여덟이다.
a, b, c = torch.tensor([0.3, -0.5, 0.2]).double()
paths = [1, a, b, c, a * b, a * c, b * c, a * b * c]
n_paths = len(paths)
assert torch.isclose(sum(paths), (1 + a) * (1 + b) * (1 + c))
assert n_paths == 2**3
