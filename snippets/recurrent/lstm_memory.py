"""값을 쓰고 지키고 지우는 LSTM 셀 하나의 시간 기록.

주장: 가중치를 손으로 정한 LSTM 셀 하나가 값을 담아 두었다가 신호를 받으면 지운다.
출처: Hochreiter & Schmidhuber (1997); Gers, Schmidhuber & Cummins (2000)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn

# %% set-by-hand
# 입력 셋: 담을 값, 담으라는 신호, 지우라는 신호. 셀은 하나.
lstm = nn.LSTM(3, 1, batch_first=True)
weights = {  # 게이트: (값, 담기, 지우기에 곱할 가중치, 편향)
    "입력": (0, 12, 0, -6),
    "망각": (0, -12, -12, 6),
    "후보": (1, 0, 0, 0),
    "출력": (0, 0, 0, 6),
}
with torch.no_grad():
    for p in lstm.parameters():
        p.zero_()
    table = torch.tensor(list(weights.values())).float()  # (4, 4)
    lstm.weight_ih_l0[:], lstm.bias_ih_l0[:] = table[:, :3], table[:, 3]

# %% run
torch.manual_seed(0)
x = torch.randn(1, 40, 3)  # (1, 시점 40, 입력 3)
x[:, :, 1:] = 0
x[0, 5, 0], x[0, 5, 1] = 0.8, 1  # 시점 5에 0.8을 담는다
x[0, 30, 2] = 1  # 시점 30에 지운다
h, c, cells = torch.zeros(1, 1), torch.zeros(1, 1), []
for t in range(40):
    _, (h, c) = lstm(x[:, t : t + 1], (h[None], c[None]))
    h, c = h[0], c[0]
    cells.append(c.item())
stored, kept, erased = cells[5], cells[29], cells[30]
print(f"담은 직후 {stored:.2f}, 24시점 뒤 {kept:.2f}, 지운 뒤 {erased:.2f}")
assert abs(stored - torch.tanh(torch.tensor(0.8)).item()) < 0.02
assert abs(kept - stored) < 0.1 and abs(erased) < 0.02

# %% memory-plot
fig, (top, low) = plt.subplots(2, 1, num="lstm-memory", figsize=(7, 3.6), sharex=True)
top.plot(x[0, :, 0], color="0.5", lw=1, label="들어온 값")
top.plot(5, 0.8, "C1o", label="담으라고 한 값")
top.legend(fontsize="small", loc="upper right", ncols=2)
low.step(range(40), cells, where="post", color="C1")
for t, name in ((5, "담기"), (30, "지우기")):
    for ax in (top, low):
        ax.axvline(t, color="0.5", lw=1, ls=":")
    low.text(t + 0.4, 0.05, name)
top.set(ylim=(-3, 4), ylabel="입력")
low.set(xlabel="시점", ylabel="셀 상태", ylim=(-0.1, 0.85))
top.set_title("잡음 속에서 값 하나를 지킨다")
fig.tight_layout()
