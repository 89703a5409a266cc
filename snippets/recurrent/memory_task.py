"""첫 신호 기억하기: 첫 시점의 부호를 잡음 뒤에 되묻는다.

주장: 시퀀스가 길어지면 기본 초기화의 RNN과 LSTM은 찍는 수준이 되고,
    망각 게이트 편향을 키운 LSTM만 끝까지 기억한다.
출처: Hochreiter & Schmidhuber (1997); Jozefowicz, Zaremba & Sutskever (2015)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn


# %% task
def batch(n, length):
    x, y = torch.randn(n, length, 1) / 2, torch.randint(0, 2, (n,))
    x[:, 0, 0] = 2.0 * y - 1  # 첫 시점만 -1 또는 1, 나머지는 잡음
    return x, y  # (n, length, 1), (n,)


# %% learn
def recall(kind, length, gate_bias=None, hidden=16):
    torch.manual_seed(0)
    net = getattr(nn, kind)(1, hidden, batch_first=True)
    head = nn.Linear(hidden, 2)
    if gate_bias is not None:
        net.bias_ih_l0.data[hidden : 2 * hidden] = gate_bias
    params = [*net.parameters(), *head.parameters()]
    adam = torch.optim.Adam(params, lr=0.01)
    for _ in range(150):
        x, y = batch(32, length)
        loss = F.cross_entropy(head(net(x)[0][:, -1]), y)
        adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(params, 1.0)
        adam.step()
    x, y = batch(1000, length)
    with torch.no_grad():
        return (head(net(x)[0][:, -1]).argmax(1) == y).float().mean().item()


# %% compare
lengths = (5, 20, 40)
scores = {
    "RNN": [recall("RNN", n) for n in lengths],
    "LSTM": [recall("LSTM", n) for n in lengths],
    "LSTM, 망각 편향 5": [recall("LSTM", n, 5.0) for n in lengths],
}
for name, row in scores.items():
    print([f"{a:.2f}" for a in row], name)
rnn_20, rnn_40 = scores["RNN"][1:]
lstm_20, lstm_40 = scores["LSTM"][1:]
open_40 = scores["LSTM, 망각 편향 5"][2]
assert all(row[0] > 0.95 for row in scores.values())
assert rnn_20 > 0.95 and lstm_20 < 0.6
assert max(rnn_40, lstm_40) < 0.6 and open_40 > 0.95

# %% memory-plot
fig, ax = plt.subplots(num="memory-accuracy", figsize=(6.5, 3.2), layout="constrained")
for (name, row), style in zip(scores.items(), ("C0o-", "C1s--", "C1^-")):
    ax.plot(lengths, row, style, label=name)
ax.axhline(0.5, color="0.5", lw=1, ls=":")
ax.text(5, 0.52, "찍을 때", color="0.5")
ax.set(xlabel="시퀀스의 길이", ylabel="정확도", ylim=(0.4, 1.05), xticks=lengths)
ax.set_title("첫 신호를 기억하기 (150걸음 학습)")
fig.legend(fontsize="small", loc="outside lower center", ncols=3)
