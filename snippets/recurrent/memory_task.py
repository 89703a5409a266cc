"""첫 신호 기억하기: 첫 시점의 부호를 잡음 뒤에 되묻는다.

주장: Adam(학습률 0.01)으로 150번 갱신하면 길이 40에서 기본 초기화의 LSTM은 다섯 시드 모두 찍는
    수준이고, RNN은 시드에 따라 갈리며, 망각 게이트 편향을 5로 키운 LSTM은 다섯 시드 모두 기억한다.
출처: Hochreiter & Schmidhuber (1997); Jozefowicz, Zaremba & Sutskever (2015)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

seeds, hidden = range(5), 16


# %% task
def batch(n, length):
    x, y = torch.randn(n, length, 1) / 2, torch.randint(0, 2, (n,))
    x[:, 0, 0] = 2.0 * y - 1  # 첫 시점만 -1 또는 1, 나머지는 잡음
    return x, y  # (n, length, 1), (n,)


# %% learn
def recall(kind, length, seed, gate_bias=None):
    torch.manual_seed(seed)
    net = getattr(nn, kind)(1, hidden, batch_first=True)
    head = nn.Linear(hidden, 2)
    if gate_bias is not None:
        nn.init.constant_(net.bias_ih_l0[hidden : 2 * hidden], gate_bias)
    params = [*net.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(params, lr=0.01, fused=True)
    for _ in range(150):
        x, y = batch(32, length)
        loss = F.cross_entropy(head(net(x)[0][:, -1]), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(params, 1.0)
        optimizer.step()
    x, y = batch(1000, length)
    with torch.no_grad():
        return (head(net(x)[0][:, -1]).argmax(1) == y).float().mean().item()


# %% compare
lengths = (5, 20, 40)
cases = {"RNN": ("RNN", None), "LSTM": ("LSTM", None), "LSTM, 망각 편향 5": ("LSTM", 5.0)}
scores = {
    name: torch.tensor([[recall(kind, n, seed, bias) for seed in seeds] for n in lengths])
    for name, (kind, bias) in cases.items()
}  # (3, 5) 길이마다 시드마다
for name, table in scores.items():
    print(name, [[round(a, 2) for a in row] for row in table.sort().values.tolist()])
rnn_40, lstm_40, open_40 = (table[2] for table in scores.values())
rnn_low, rnn_high = rnn_40.min().item(), rnn_40.max().item()
lstm_best, open_worst = lstm_40.max().item(), open_40.min().item()
n_rnn_20 = int((scores["RNN"][1] > 0.95).sum())

assert all((table[0] > 0.95).all() for table in scores.values())
assert rnn_low < 0.6 < 0.9 < rnn_high and scores["LSTM"][1:].max() < 0.6 and open_worst > 0.95

# %% memory-plot
fig, ax = plt.subplots(num="memory-accuracy", figsize=(6.5, 3.2), layout="constrained")
for i, ((name, table), style) in enumerate(zip(scores.items(), ("C0o-", "C1s--", "C2^-"))):
    at = [n + 0.7 * (i - 1) for n in lengths]
    ax.plot(at, table.median(1).values, style, label=f"{name} (중앙값)")
    ax.plot(at, table, style[:3], alpha=0.5, ms=3)
ax.axhline(0.5, color="0.5", lw=1, ls=":")
ax.text(5, 0.52, "찍을 때", color="0.5")
ax.set(xlabel="시퀀스의 길이", ylabel="정확도", ylim=(0.4, 1.05), xticks=lengths)
ax.set_title("첫 신호를 기억하기 (150번 갱신, 점 하나가 시드 하나)")
fig.legend(fontsize="small", loc="outside lower center", ncols=3)
