"""출력 크기 공식: floor((I + 2P - D(K-1) - 1) / S) + 1.

주장: 공식이 모든 설정에서 torch의 합성곱과 크기가 같고, 최대 풀링에도 그대로 맞는다.
출처: 합성곱 신경망과 이상탐지 학습 노트; PyTorch 문서 Conv2d, MaxPool2d; Dumoulin & Visin (2016)
"""

# %% setup
import itertools

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F


# %% formula
def out_size(i, k, s=1, p=0, d=1):
    """입력 i, 커널 k, 스트라이드 s, 패딩 p, 팽창 d일 때 출력의 크기."""
    return (i + 2 * p - d * (k - 1) - 1) // s + 1


# %% worked
worked, worked_two = out_size(7, 3), out_size(7, 3, s=2)
row, window = torch.arange(7.0)[None, None], torch.ones(1, 1, 3)
print([F.conv1d(row, window, stride=s).tolist()[0][0] for s in (1, 2)])
assert F.conv1d(row, window).shape[-1] == worked == 5
assert F.conv1d(row, window, stride=2).shape[-1] == worked_two == 3

# %% grid
choices = [range(13, 20), (1, 2, 3, 5), (1, 2, 3), (0, 1, 2), (1, 2, 3)]
grid = list(itertools.product(*choices))  # (i, k, s, p, d)의 모든 조합
n_settings, n_equal, n_pools = len(grid), 0, 0
for i, k, s, p, d in grid:
    x, w = torch.empty(1, 1, i, i), torch.empty(1, 1, k, k)
    made = F.conv2d(x, w, stride=s, padding=p, dilation=d).shape[-1]
    n_equal += made == out_size(i, k, s, p, d)
    if 2 * p <= k:  # 풀링의 패딩은 커널의 절반까지만 된다
        pooled = F.max_pool2d(x, k, s, p, d).shape[-1]
        assert pooled == out_size(i, k, s, p, d)
        n_pools += 1
print(f"합성곱 {n_equal}/{n_settings}, 풀링 {n_pools}/{n_pools}")
assert n_equal == n_settings == 756

# %% floors
alexnet = {i: out_size(i, 11, s=4) for i in (224, 227)}
exact = (224 - 11) / 4 + 1
print(f"224 -> {exact} -> {alexnet[224]},  227 -> {alexnet[227]}")
alexnet_224, alexnet_227 = alexnet[224], alexnet[227]
x, w = torch.empty(1, 1, 224, 224), torch.empty(1, 1, 11, 11)
assert F.conv2d(x, w, stride=4).shape[-1] == alexnet_224
assert (alexnet_224, alexnet_227) == (54, 55)

# %% pools
divided, seven = 55 / 3, 7 / 2
pool_55 = F.max_pool2d(torch.rand(1, 55, 55), 3, stride=2).shape[-1]
pool_7 = F.max_pool2d(torch.rand(1, 7, 7), 2).shape[-1]
pool_7_ceil = F.max_pool2d(torch.rand(1, 7, 7), 2, ceil_mode=True).shape[-1]
print(f"55/3 = {divided:.1f}, torch {pool_55}")
print(f"7/2 = {seven}, torch {pool_7}, 올림 {pool_7_ceil}")
assert (pool_55, pool_7, pool_7_ceil) == (27, 3, 4)
assert pool_55 == out_size(55, 3, 2) and pool_7 == out_size(7, 2, 2)

# %% two-to-remember
for n in range(3, 40):
    assert out_size(n, 3, s=1, p=1) == n  # 크기를 지킨다
    assert out_size(2 * n, 2, s=2) == n  # 절반으로 줄인다

# %% heatmap-plot
fig, axes = plt.subplots(1, 2, num="conv-size-heatmap", figsize=(7.5, 3.6), layout="constrained")
for ax, s in zip(axes, (1, 2)):
    sizes = torch.tensor([[out_size(28, k, s, p) for k in range(1, 8)] for p in range(4)])
    ax.imshow(sizes, vmin=8, vmax=34, extent=(0.5, 7.5, 3.5, -0.5), aspect="auto")
    for p, k in itertools.product(range(4), range(1, 8)):
        v = sizes[p, k - 1].item()
        ax.text(k, p, v, ha="center", va="center", color="white" if v < 24 else "black")
        if v * s == 28:
            ax.add_patch(
                plt.Rectangle((k - 0.46, p - 0.46), 0.92, 0.92, fill=False, ec="C1", lw=2.5)
            )
    ax.set(
        title=f"입력 28, 스트라이드 {s}의 출력", xlabel="커널 K", ylabel="패딩 P", yticks=range(4)
    )
    ax.grid(False)
