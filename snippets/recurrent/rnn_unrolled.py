"""순환 신경망의 그림: 접은 모습과 펼친 모습.

주장: 그림의 은닉 상태는 식이 낸 값 그대로다.
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

# %% unrolled-plot
fig, ax = plt.subplots(num="rnn-unrolled", figsize=(8, 3.4))


def column(left, bottom, values, name):
    """벡터 하나를 칸의 색으로 그린다."""
    for i, value in enumerate(values.tolist()):
        at = (left - 0.22, bottom + 0.34 * i)
        ax.add_patch(plt.Rectangle(at, 0.44, 0.34, color=plt.cm.RdBu_r(0.5 + value / 2.4)))
        ax.add_patch(plt.Rectangle(at, 0.44, 0.34, fill=False, edgecolor="k", lw=0.8))
    ax.text(left + 0.3, bottom + 0.17 * len(values), name, va="center")


def arrow(start, end, text="", shift=(0, 0), bend=0.0):
    style = {"arrowstyle": "->", "color": "k", "connectionstyle": f"arc3,rad={bend}"}
    ax.annotate("", end, start, arrowprops=style)
    middle = [(a + b) / 2 + s for a, b, s in zip(start, end, shift)]
    ax.text(*middle, text, ha="center", va="center", color="C1", fontsize=12)


column(0, 0, x[0, 0] * 0, "$x_t$")
column(0, 2, h[0], "$h_t$")
arrow((0, 0.75), (0, 1.95), "W", (-0.2, 0))
arrow((0.15, 3.08), (-0.28, 2.5), "", bend=1.7)
ax.text(-0.55, 3.35, "U", ha="center", color="C1", fontsize=12)
ax.text(1.15, 2.5, "펼치면", ha="center", va="bottom")
arrow((0.85, 2.4), (1.5, 2.4))
for t, word in enumerate(["", "나는", "너를", "좋아해"]):
    column(2.3 + 1.7 * t, 2, h[t], f"$h_{t}$")
    if t:
        column(2.3 + 1.7 * t, 0, x[0, t - 1], f"$x_{t}$")
        arrow((2.3 + 1.7 * t, 0.75), (2.3 + 1.7 * t, 1.95), "W", (-0.2, 0))
        ax.text(2.3 + 1.7 * t, -0.2, word, ha="center", va="top")
        arrow((1.2 + 1.7 * t, 2.5), (2.03 + 1.7 * t, 2.5), "U", (0, 0.2))
ax.set(xlim=(-0.9, 8.2), ylim=(-0.6, 3.7), aspect="equal")
ax.set_title("벡터 단위: W와 U는 모든 시점에서 같다")
ax.axis("off")
fig.tight_layout()
