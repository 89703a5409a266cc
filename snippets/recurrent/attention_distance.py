"""어텐션에서 먼 시점의 기울기: 거리에 따라 줄지 않고, 길이로 나누어 갖는다.

주장: 배우기 전의 자기 어텐션 한 층에서 마지막 출력의 기울기는 시드 200개를 평균하면 먼 절반과
    가까운 절반이 5% 안에서 같고, 길이를 곱하면 길이 25에서 200까지 5% 안에서 같다.
    같은 입력을 읽는 기본 초기화의 RNN에서는 거리에 따라 지수로 준다.
출처: Vaswani et al. (2017) 4절; 매듭의 실험
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn

n_seeds, d = 200, 16


# %% measure
def attend(x):  # 위치 없는 자기 어텐션 한 층, 가중치는 무작위
    q, k, v = (nn.Linear(d, d)(x) for _ in range(3))  # (1, L, d)
    return (q @ k.transpose(1, 2) / d**0.5).softmax(-1) @ v


def recur(x):
    return nn.RNN(d, d, batch_first=True)(x)[0]


def sizes(layer, length):
    """마지막 출력의 합을 앞선 입력마다 미분한 크기의 시드 평균. 첫 값이 가장 멀다."""
    total = 0
    for seed in range(n_seeds):
        torch.manual_seed(seed)
        x = torch.randn(1, length, d, requires_grad=True)
        (grad,) = torch.autograd.grad(layer(x)[0, -1].sum(), x)
        total = total + grad[0, :-1].norm(dim=1)  # (length - 1,)
    return total / n_seeds


# %% compare
lengths = (25, 50, 100, 200)
reach = {n: sizes(attend, n) for n in lengths}
rnn = sizes(recur, 100)
halves = {n: (s[: n // 2].mean() / s[n // 2 :].mean()).item() for n, s in reach.items()}
shares = {n: (s.mean() * n).item() for n, s in reach.items()}  # 1/길이에 비례하면 모두 같다
for n in lengths:
    print(f"길이 {n}: 먼 절반 / 가까운 절반 {halves[n]:.2f}, 평균 x 길이 {shares[n]:.2f}")
lowest, highest = min(halves.values()), max(halves.values())
rnn_far = rnn[0].item()
assert lowest > 0.95 and highest < 1.05
assert max(shares.values()) < 1.05 * min(shares.values())
assert rnn_far < 1e-15 and (rnn[10::10] > 10 * rnn[:-10:10]).all()  # 열 시점마다 열 배 넘게 준다

# %% distance-plot
fig, ax = plt.subplots(num="attention-distance", figsize=(7, 3), layout="constrained")
for n, style in zip(lengths[1:], ("C0-", "C0--", "C0:")):
    ax.semilogy(range(n - 1, 0, -1), reach[n], style, label=f"어텐션, 길이 {n}")
ax.semilogy(range(99, 0, -1), rnn, "C1-", label="RNN, 길이 100")
ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0e}")
ax.set(title="먼 입력의 기울기 (시드 200개의 평균)", xlabel="몇 시점 앞인가")
ax.set(ylabel="기울기의 크기", ylim=(1e-12, 10))
ax.legend(fontsize="small")
