"""장기 의존성 문제: 시점을 거슬러 갈수록 기울기가 지수로 줄거나 커진다.

주장: 기본 초기화에서는 RNN도 LSTM도 먼 시점의 기울기가 사라진다.
    LSTM의 망각 게이트 편향을 키우면 남는다. 폭발은 clip_grad_norm_이 막는다.
출처: Bengio, Simard & Frasconi (1994); Pascanu, Mikolov & Bengio (2013); Jozefowicz et al. (2015)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn


# %% first-input-gradient
def make(kind, gate_bias=None, hidden=20, seed=0):
    torch.manual_seed(seed)
    net = getattr(nn, kind)(10, hidden, batch_first=True).double()
    if gate_bias is not None:
        nn.init.constant_(net.bias_ih_l0[hidden : 2 * hidden], gate_bias)  # 망각 게이트
        nn.init.zeros_(net.bias_hh_l0[hidden : 2 * hidden])
    return net


def first_gradient(net, length):
    """마지막 출력의 합을 첫 입력으로 미분한 기울기의 크기."""
    torch.manual_seed(1)
    x = torch.randn(1, length, 10, dtype=torch.double, requires_grad=True)
    net(x)[0][:, -1].sum().backward()
    return x.grad[0, 0].norm().item()


# %% decay
nets = {"RNN": make("RNN"), "LSTM": make("LSTM"), "GRU": make("GRU")}
nets["LSTM, 망각 편향 1"] = make("LSTM", 1.0)
nets["LSTM, 망각 편향 5"] = make("LSTM", 5.0)
lengths = (5, 10, 20, 35, 50, 70, 100)
sizes = {name: [first_gradient(net, n) for n in lengths] for name, net in nets.items()}
for name, row in sizes.items():
    print(f"{row[0]:.0e}  {row[2]:.0e}  {row[-1]:.0e}  {name}")
rnn_5, rnn_20, rnn_50, rnn_100 = (sizes["RNN"][i] for i in (0, 2, 4, 6))
lstm_100, bias1_100 = sizes["LSTM"][-1], sizes["LSTM, 망각 편향 1"][-1]
bias5_100 = sizes["LSTM, 망각 편향 5"][-1]
assert max(rnn_100, lstm_100, sizes["GRU"][-1]) < 1e-15
assert lstm_100 < bias1_100 < 1e-6 < 1e-2 < bias5_100
for seed in range(1, 5):  # 다른 시드에서도 길이 100이면 같다
    assert max(first_gradient(make(k, seed=seed), 100) for k in ("RNN", "LSTM", "GRU")) < 1e-15
    assert first_gradient(make("LSTM", 5.0, seed=seed), 100) > 1e-2

# %% decay-plot
fig, ax = plt.subplots(num="bptt-decay", figsize=(7, 3.6), layout="constrained")
for (name, row), style in zip(sizes.items(), ("C0-", "C1--", "C2:", "C1-.", "C1-")):
    ax.semilogy(lengths, row, style, marker=".", label=name)
ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0e}")
ax.set(xlabel="시퀀스의 길이", ylabel="첫 입력의 기울기", title="먼 시점의 기울기")
ax.legend(fontsize="small", loc="lower left")

# %% jacobian
# 활성화가 포화하지 않으면 한 시점의 배율은 U의 스펙트럼 반지름이다.
U = make("RNN").weight_hh_l0.detach()
radius = torch.linalg.eigvals(U).abs().max().item()
linear_100 = torch.linalg.matrix_power(U, 100).norm().item()
print(f"반지름 {radius:.2f}, U를 100번 곱한 크기 {linear_100:.0e}")
assert radius < 1 and linear_100 < 1e-10

# %% explode
torch.manual_seed(0)
net = nn.RNN(10, 20, nonlinearity="relu", batch_first=True)
with torch.no_grad():
    net.weight_hh_l0 *= 3  # 반지름을 1보다 크게 키운다
big_radius = 3 * radius
net(torch.randn(1, 50, 10))[0][:, -1].sum().backward()
before = nn.utils.clip_grad_norm_(net.parameters(), max_norm=1.0).item()
after = torch.cat([p.grad.flatten() for p in net.parameters()]).norm().item()
print(f"자르기 전 {before:.0e}, 자른 뒤 {after:.2f}")
assert big_radius > 1 and before > 1e6
assert abs(after - 1) < 1e-3
