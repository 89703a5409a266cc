"""RNN의 입출력 모양: 무엇을 넣고 어느 시점의 출력을 쓰느냐로 네 가지 쓰임이 갈린다.

주장: nn.RNN 하나로 네 모양을 모두 만든다. 마지막 시점의 출력은 h_n과 같다.
출처: 5주차 강의 노트; Karpathy (2015); Sutskever, Vinyals & Le (2014)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)
rnn = nn.RNN(input_size=8, hidden_size=16, batch_first=True)
x = torch.randn(4, 5, 8)  # (N, L, C)

# %% many-to-many
# 시점마다 답 하나: 품사 태깅. 입력과 출력의 길이가 같다.
tag = nn.Linear(16, 3)
out, h_n = rnn(x)  # (4, 5, 16), (1, 4, 16)
tags = tag(out)  # (4, 5, 3)
print(tuple(tags.shape))
assert tags.shape == (4, 5, 3)

# %% many-to-one
# 마지막 시점만 쓴다: 감정 분류, 스팸 메일 분류.
classify = nn.Linear(16, 2)
labels = classify(out[:, -1])  # (4, 2)
labels_shape = tuple(labels.shape)
print(labels_shape, torch.equal(out[:, -1], h_n[0]))
assert labels_shape == (4, 2)
assert torch.equal(out[:, -1], h_n[0])

# %% one-to-many
# 사진 한 장의 특성이 h0가 되고, 낸 것을 다음 입력으로 되먹인다: 이미지 캡셔닝.
start, to_input = torch.randn(8), nn.Linear(16, 8)
h, word, caption = torch.randn(1, 4, 16), start.expand(4, 1, 8), []
for _ in range(6):
    step, h = rnn(word, h)  # (4, 1, 16), (1, 4, 16)
    word = to_input(step)  # (4, 1, 8)
    caption.append(word)
caption = torch.cat(caption, dim=1)  # (4, 6, 8)
print(tuple(caption.shape))
assert caption.shape == (4, 6, 8)

# %% encode-decode
# 다 읽고 나서 쓴다: 번역, 챗봇. 길이가 달라도 된다.
decoder = nn.RNN(8, 16, batch_first=True)
h, word, answer = rnn(x)[1], start.expand(4, 1, 8), []
for _ in range(7):
    step, h = decoder(word, h)
    word = to_input(step)
    answer.append(word)
answer = torch.cat(answer, dim=1)  # 다섯을 읽고 일곱을 낸다: (4, 7, 8)
print(tuple(x.shape), "->", tuple(answer.shape))
assert answer.shape == (4, 7, 8)

# %% types-plot
kinds = {  # 이름: (보기, 입력의 시점, 출력의 시점, 시점의 수)
    "일 대 다": ("이미지 캡셔닝", [0], [0, 1, 2], 3),
    "다 대 일": ("감정 분류", [0, 1, 2], [2], 3),
    "다 대 다": ("품사 태깅", [0, 1, 2], [0, 1, 2], 3),
    "다 대 다 (읽고 쓰기)": ("번역", [0, 1], [2, 3, 4], 5),
}
ratios = [steps + 0.4 for *_, steps in kinds.values()]
style = {"ncols": 4, "width_ratios": ratios, "figsize": (8.5, 3)}
fig, axes = plt.subplots(num="rnn-io-types", layout="constrained", **style)
for ax, (name, (example, ins, outs, steps)) in zip(axes, kinds.items()):
    boxes = [(t, 0, "C1") for t in ins] + [(t, 2, "C2") for t in outs]
    for t, bottom, color in boxes + [(t, 1, "C0") for t in range(steps)]:
        ax.add_patch(plt.Rectangle((t - 0.22, bottom), 0.44, 0.5, color=color, alpha=0.75))
    pairs = [((t, 0.5), (t, 1)) for t in ins] + [((t, 1.5), (t, 2)) for t in outs]
    for a, b in pairs + [((t + 0.22, 1.25), (t + 0.78, 1.25)) for t in range(steps - 1)]:
        ax.annotate("", b, a, arrowprops={"arrowstyle": "->", "color": "k"})
    ax.set(xlim=(-0.6, steps - 0.4), ylim=(-0.15, 2.6), title=name)
    ax.text((steps - 1) / 2, -0.25, example, ha="center", va="top")
    ax.axis("off")
axes[0].text(-0.3, 0.25, "입력", ha="right", va="center")
axes[0].text(-0.3, 1.25, "은닉", ha="right", va="center")
axes[0].text(-0.3, 2.25, "출력", ha="right", va="center")
