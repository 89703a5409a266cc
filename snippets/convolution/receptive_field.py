"""수용 영역: 출력 한 칸에 영향을 주는 입력의 넓이.

주장: 3x3 두 층은 5x5를, 세 층은 7x7을 본다(기울기가 0이 아닌 자리를 센다).
    공식 r = r + (K-1)j, j = jS로 구한 값이 잰 값과 같고, VGG16의 마지막 풀링 뒤는 212다.
출처: 신경망 4차 학습 노트; Simonyan & Zisserman (2015); Luo et al. (2016)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F


# %% measure
def influence(layers, size):
    """가운데 출력을 미분해, 픽셀마다 몇 갈래 길로 닿는지 센다."""
    x = torch.zeros(1, 1, size, size).double().requires_grad_(True)
    out = x
    for k, s in layers:  # 커널의 값이 모두 1인 합성곱
        out = F.conv2d(out, torch.ones(1, 1, k, k).double(), stride=s)
    out[0, 0, out.shape[2] // 2, out.shape[3] // 2].backward()
    return x.grad[0, 0]


def seen(layers, size=21):
    return int((influence(layers, size).sum(0) > 0).sum())


fields = {n: seen([(3, 1)] * n) for n in (1, 2, 3)}
two_layers, three_layers = fields[2], fields[3]
print(fields)
assert fields == {1: 3, 2: 5, 3: 7}

# %% field-plot
fig, axes = plt.subplots(1, 3, num="receptive-field", figsize=(7.5, 2.8), layout="constrained")
for ax, n in zip(axes, (1, 2, 3)):
    paths = influence([(3, 1)] * n, 11)
    ax.imshow(paths.where(paths > 0, torch.nan), vmin=0)
    ax.spines[:].set_visible(True)
    for i, j in paths.nonzero().tolist():
        v = int(paths[i, j])
        color = "white" if v < 0.6 * paths.max() else "black"
        ax.text(j, i, v, ha="center", va="center", fontsize=8, color=color)
    ax.set(title=f"3x3을 {n}층: {fields[n]}x{fields[n]}", xticks=[], yticks=[])
one_path, most_paths = int(paths[paths > 0].min()), int(paths.max())


# %% formula
def receptive_field(layers):
    r, j = 1, 1  # 수용 영역과, 이웃한 두 출력이 입력에서 떨어진 거리
    for k, s in layers:
        r, j = r + (k - 1) * j, j * s
    return r


vgg16 = [layer for n in (2, 2, 3, 3, 3) for layer in [(3, 1)] * n + [(2, 2)]]
vgg_field = receptive_field(vgg16)
vgg_last_conv = receptive_field(vgg16[:-1])  # 마지막 풀링 앞
strided = receptive_field([(3, 2)] * 3)
for layers in ([(3, 1)] * 3, [(3, 2)] * 3, [(7, 2), (3, 2), (3, 1)], vgg16):
    assert receptive_field(layers) == seen(layers, size=320)
print(vgg_field)
assert (vgg_field, vgg_last_conv) == (212, 196)

# %% cost
C = 64


def count_weights(k):
    return torch.nn.Conv2d(C, C, k, bias=False).weight.numel()


two_threes, one_five = 2 * count_weights(3), count_weights(5)
three_threes, one_seven = 3 * count_weights(3), count_weights(7)
saved_five = 1 - two_threes / one_five
saved_seven = 1 - three_threes / one_seven
print(f"{two_threes:,} < {one_five:,}   {three_threes:,} < {one_seven:,}")
assert (two_threes, one_five) == (18 * C**2, 25 * C**2)
assert (three_threes, one_seven) == (27 * C**2, 49 * C**2)
