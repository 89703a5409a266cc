"""완전 연결층: 모든 입력을 모든 출력에 잇는 Wx + b.

주장: Flatten은 가중치가 없고 Linear(2304, 600)은 1,383,000개다.
    32x32x3 이미지에 출력 10개면 W는 (10, 3072)이고, 이 층은 32x32 커널의 합성곱과 같다.
출처: 합성곱 신경망과 이상탐지 학습 노트; AI와 Flask 강의 노트; PyTorch 문서 Linear
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from grids import write
from torch import nn

torch.manual_seed(0)

# %% linear
fc = nn.Linear(3072, 10)
image = torch.randn(1, 3, 32, 32)
x = image.flatten(1)  # (1, 3, 32, 32) -> (1, 3072)
scores = fc(x)  # (1, 10)
n_inputs, weight_shape = x.shape[1], tuple(fc.weight.shape)
print(weight_shape, tuple(fc.bias.shape), tuple(scores.shape))
assert torch.allclose(scores, x @ fc.weight.T + fc.bias, atol=1e-6)
assert weight_shape == (10, 3072)


# %% count
def count(layer):
    return sum(p.numel() for p in layer.parameters())


n_flatten, n_linear = count(nn.Flatten()), count(nn.Linear(2304, 600))
n_fc, n_conv = count(fc), count(nn.Conv2d(3, 10, 5))
print(f"Flatten {n_flatten}, Linear(2304, 600) {n_linear:,}")
assert (n_flatten, n_linear) == (0, 2304 * 600 + 600) == (0, 1_383_000)

# %% two-ways-plot
fig, (top, low) = plt.subplots(2, 1, num="fc-vs-conv", figsize=(6.6, 5.2), layout="constrained")
for ax in (top, low):
    ax.add_patch(plt.Rectangle((0, 0), 4, 4, facecolor="C0", alpha=0.2, lw=0))
    ax.add_patch(plt.Rectangle((0, 0), 4, 4, fill=False, edgecolor="k"))
    write(ax, -0.7, 2, "이미지 32x32x3")
for k in range(9):
    top.plot([6.5], [4 - k / 2], "o", color="C0")
    for o in range(5):
        top.plot([6.6, 10.4], [4 - k / 2, 3.6 - o * 0.8], color="0.6", lw=0.5)
        top.plot([10.5], [3.6 - o * 0.8], "s", color="C1")
write(top, -0.7, 6.5, "3072")
write(top, -0.7, 10.5, "출력 10")
write(top, 4.7, 8.5, "모든 선이 따로인 가중치 (10, 3072)")
write(top, 2.4, 5.2, "펼친다", fontsize=9)
low.add_patch(plt.Rectangle((0.6, 2.4), 0.9, 0.9, facecolor="C1", alpha=0.6))
low.add_patch(plt.Rectangle((8.5, 0.3), 3.4, 3.4, facecolor="C2", alpha=0.2, lw=0))
low.add_patch(plt.Rectangle((8.5, 0.3), 3.4, 3.4, fill=False, edgecolor="k"))
low.add_patch(plt.Rectangle((9, 2.35), 0.3, 0.3, facecolor="C1"))
for y in (2.4, 3.3):
    low.plot([1.5, 9], [y, 2.5], color="0.6", lw=0.8)
write(low, -0.7, 10.2, "특성 맵 28x28x1")
write(low, 4.6, 6.2, "필터 5x5x3 하나를 옮긴다")
for ax, title in ((top, "완전 연결층"), (low, "합성곱층")):
    ax.set(title=title, xlim=(-0.6, 13), ylim=(-1.1, 5.2), aspect="equal")
    ax.axis("off")

# %% as-conv
conv = nn.Conv2d(3, 10, kernel_size=32)  # 이미지를 통째로 덮는 커널 열 개
with torch.no_grad():
    conv.weight.copy_(fc.weight.reshape(10, 3, 32, 32))
    conv.bias.copy_(fc.bias)
same = conv(image).flatten(1)  # (1, 10, 1, 1) -> (1, 10)
assert torch.allclose(same, scores, atol=1e-4)
larger = tuple(conv(torch.randn(1, 3, 40, 40)).shape)  # 더 큰 이미지
assert larger == (1, 10, 9, 9)

# %% mismatch
try:
    nn.Sequential(nn.Linear(3072, 600), nn.Linear(500, 10))(x)
    raise AssertionError("거절하지 않았다")
except RuntimeError as e:
    print(type(e).__name__, e)
fine = nn.Sequential(nn.Linear(3072, 600), nn.Linear(600, 10))(x)
assert fine.shape == (1, 10)
