"""패딩: 이미지 둘레에 줄을 덧대어, 커널이 놓일 자리를 늘린다.

주장: 크기가 그대로인 것은 스트라이드 1, 홀수 K, P = (K - 1) / 2일 때다.
    torch는 padding="same"과 스트라이드 2를 함께 쓰지 못하게 한다.
출처: 합성곱 신경망과 이상탐지 학습 노트; Dumoulin & Visin (2016)
"""

# %% setup
import warnings

import matplotlib.pyplot as plt
import pandas as pd
import torch
import torch.nn.functional as F
from grids import draw_grid, draw_window, finish
from torch import nn

torch.manual_seed(0)
warnings.filterwarnings("ignore", message="Using padding='same'")  # 속도에 대한 경고

# %% frame
image = torch.arange(1.0, 10).reshape(1, 1, 3, 3)
padded = F.pad(image, (1, 1, 1, 1))  # 왼쪽, 오른쪽, 위, 아래: (1, 1, 5, 5)
ones = torch.ones(1, 1, 3, 3)
small = F.conv2d(image, ones)  # (1, 1, 1, 1)
kept = F.conv2d(image, ones, padding=1)  # (1, 1, 3, 3)
print(small.shape, kept.shape)
assert torch.equal(kept, F.conv2d(padded, ones))

# %% frame-plot
figure = {"num": "padding-frame", "figsize": (7.5, 2.5), "layout": "constrained"}
fig, axes = plt.subplots(1, 4, width_ratios=[3, 1.6, 5, 3], **figure)
ring = {(i, j): "0.5" for i in range(5) for j in range(5) if i in (0, 4) or j in (0, 4)}
draw_grid(axes[0], image[0, 0])
draw_window(axes[0], 0, 0, 3, 3)
draw_grid(axes[1], small[0, 0], fill="C1")
draw_grid(axes[2], padded[0, 0], fill=ring)
draw_window(axes[2], 0, 0, 3, 3)
draw_grid(axes[3], kept[0, 0], fill={(0, 0): "C1"})
for ax, title in zip(axes, ["그대로", "1자리", "한 줄 덧대면", "9자리"]):
    finish(ax, title)

# %% layers
sizes = {0: [28], 1: [28]}
for p, trail in sizes.items():
    x = torch.zeros(1, 1, 28, 28)
    for _ in range(10):
        x = nn.Conv2d(1, 1, 3, padding=p)(x)
        trail.append(x.shape[-1])
bare, framed = sizes.values()
print("P=0:", bare)
print("P=1:", framed)
ten_layers = bare[-1]
assert ten_layers == 8 and set(framed) == {28}

# %% same-size
settings = [(3, 1, 1), (5, 1, 2), (3, 1, 0), (3, 2, 1), (4, 1, 1)]
sizes = range(20, 41)
rows = []
for k, s, p in settings:
    layer = nn.Conv2d(1, 1, k, s, p)
    outputs = [layer(torch.zeros(1, 1, i, i)).shape[-1] for i in sizes]
    rows.append((k, s, p, outputs[28 - 20]))
    always_same = outputs == list(sizes)  # 입력이 무엇이든 크기가 그대로인가
    assert always_same == (s == 1 and 2 * p == k - 1)
table = pd.DataFrame(rows, columns=["K", "S", "P", "입력 28의 출력"])
assert table.iloc[:, -1].tolist() == [28, 28, 26, 14, 27]
table

# %% refused
try:
    nn.Conv2d(1, 1, 3, stride=2, padding="same")
    raise AssertionError("거절하지 않았다")
except ValueError as e:
    print(type(e).__name__, e)

# %% even
x = torch.randn(1, 1, 28, 28)
even = nn.Conv2d(1, 1, 4, padding="same")
uneven = F.pad(x, (1, 2, 1, 2))  # 왼쪽과 위에 한 줄, 오른쪽과 아래에 두 줄
# (1, 1, 31, 31) -> (1, 1, 28, 28)
by_hand = F.conv2d(uneven, even.weight, even.bias)
assert torch.allclose(even(x), by_hand, atol=1e-6)
