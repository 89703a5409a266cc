"""뉴런 단위로 그린 순환 신경망의 한 시점.

주장: 그림의 은닉 상태는 식이 낸 값 그대로이고, 이은 선은 가중치의 수만큼 있다.
출처: 5주차 강의 노트; Elman (1990)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(2)
rnn = nn.RNN(input_size=2, hidden_size=3, batch_first=True)
x = torch.tensor([[[1.0, -0.5], [-1.0, 0.8], [0.3, 1.0]]])  # (1, 3, 2)
with torch.no_grad():
    h = torch.cat([torch.zeros(1, 3), rnn(x)[0][0]])  # (4, 3): h0, h1, h2, h3
assert torch.equal(h[0], torch.zeros(3))
assert torch.allclose(h[3], rnn(x)[1][0, 0])

# %% neurons-plot
fig, ax = plt.subplots(num="rnn-neurons", figsize=(7, 3.4))
before = [(0, y) for y in (3, 2, 1)]  # 앞 시점의 은닉 뉴런
inputs = [(1.6, y) for y in (-0.6, -1.5)]
after = [(3.2, y) for y in (3, 2, 1)]
for starts, color in ((before, "C0"), (inputs, "C1")):
    for start in starts:
        for end in after:
            ax.plot(*zip(start, end), color=color, lw=1, zorder=1)
for points, values in ((before, h[1]), (inputs, x[0, 1]), (after, h[2])):
    shade = [plt.cm.RdBu_r(0.5 + v / 2.4) for v in values.tolist()]
    ax.scatter(*zip(*points), s=520, c=shade, edgecolor="k", zorder=2)
    for point, v in zip(points, values.tolist()):
        text_color = "white" if abs(v) > 0.75 else "black"
        ax.text(*point, f"{v:.1f}", ha="center", va="center", color=text_color, fontsize=9)
ax.text(0, 3.55, "$h_1$", ha="center")
ax.text(3.2, 3.55, "$h_2$", ha="center")
ax.text(1.3, -1.05, "$x_2$", ha="right", va="center")
ax.text(1.6, 3.2, "U: 9개", ha="center", color="C0")
ax.text(2.9, -0.5, "W: 6개", ha="left", color="C1")
assert rnn.weight_hh_l0.numel() == 9 and rnn.weight_ih_l0.numel() == 6
ax.set(xlim=(-0.8, 4.6), ylim=(-2.1, 4), title="뉴런 단위: 시점 2의 계산")
ax.axis("off")
fig.tight_layout()
