"""병목 블록: 1x1로 채널을 줄이고 3x3을 한 뒤 1x1로 되돌린다.

주장: 256채널에서 병목 블록의 합성곱 가중치는 69,632개, 3x3 두 층은 1,179,648개다.
    ResNet-50의 블록을 같은 폭의 기본 블록으로 바꾸어 지으면 합성곱만 3억 4천만 개가 되지만, 같은
    수의 좁은 기본 블록인 ResNet-34는 ResNet-50보다 가볍다.
출처: He, Zhang, Ren & Sun (2016a) Figure 5; torchvision.models.resnet
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck, resnet34, resnet50

torch.manual_seed(0)


# %% weights
def conv_weights(block):
    convs = [(n, m) for n, m in block.named_modules() if isinstance(m, nn.Conv2d)]
    return {n: m.weight.numel() for n, m in convs}


bottleneck, wide, thin = Bottleneck(256, 64), BasicBlock(256, 256), BasicBlock(64, 64)
parts = conv_weights(bottleneck)
n_bottleneck, n_wide, n_thin = (sum(conv_weights(b).values()) for b in (bottleneck, wide, thin))
print(parts)
print(f"병목 {n_bottleneck:,}   256채널 기본 {n_wide:,}   64채널 기본 {n_thin:,}")
assert list(parts.values()) == [256 * 64, 64 * 64 * 9, 64 * 256]
assert (n_bottleneck, n_wide, n_thin) == (69_632, 1_179_648, 73_728)
saving, n_one_wide = n_wide / n_bottleneck, wide.conv1.weight.numel()

# %% bars-plot
fig, ax = plt.subplots(num="bottleneck-bars", figsize=(7.5, 2.9), layout="constrained")
blocks = {"기본 블록, 64채널": thin, "병목 블록, 256채널": bottleneck, "기본 블록, 256채널": wide}
for row, (label, block) in enumerate(blocks.items()):
    left = 0
    for name, n in conv_weights(block).items():
        one = block.get_submodule(name).kernel_size == (1, 1)
        ax.barh(row, n, left=left, color="C1" if one else "C0", alpha=0.6, edgecolor="k", lw=0.6)
        left += n
    ax.text(left + 15_000, row, f"{left:,}", va="center")
ax.barh(0, 0, color="C0", alpha=0.6, label="3x3")
ax.barh(0, 0, color="C1", alpha=0.6, label="1x1")
ax.set_yticks(range(3), list(blocks))
ax.set(xlabel="합성곱의 가중치", xlim=(0, 1_400_000), xticks=[])
ax.invert_yaxis()
ax.legend(loc="upper right")
ax.grid(False)

# %% shapes
x = torch.randn(2, 256, 14, 14)
h = x
for conv in (bottleneck.conv1, bottleneck.conv2, bottleneck.conv3):
    h = conv(h)
    print(tuple(h.shape))
assert h.shape == x.shape  # 폭이 같으므로 스킵 연결을 그대로 더할 수 있다

# %% rank
# 병목을 지난 F(x)는 채널 256장이지만 64차원에서 왔다. 더한 x가 나머지를 나른다.
channels = h.transpose(0, 1).flatten(1)  # (256, 2 * 14 * 14)
rank_f = int(torch.linalg.matrix_rank(channels.detach().double(), rtol=1e-5))
added = (h + x).transpose(0, 1).flatten(1)
rank_sum = int(torch.linalg.matrix_rank(added.detach().double(), rtol=1e-5))
print(rank_f, rank_sum)
assert (rank_f, rank_sum) == (64, 256)

# %% without-it
with torch.device("meta"):
    net, narrow = resnet50(weights=None), resnet34(weights=None)
blocks_50 = [m for m in net.modules() if isinstance(m, Bottleneck)]
# 스킵 연결의 투영은 뺀다
n_kept = sum(sum(list(conv_weights(m).values())[:3]) for m in blocks_50)
# 들어오고 나가는 폭이 같은 3x3 두 층
with torch.device("meta"):
    swapped = [BasicBlock(m.conv1.in_channels, m.conv3.out_channels) for m in blocks_50]
n_replaced = sum(sum(conv_weights(m).values()) for m in swapped)
n_net, n_narrow = (sum(p.numel() for p in model.parameters()) for model in (net, narrow))
print(f"블록 {len(blocks_50)}개의 합성곱: {n_kept:,} -> {n_replaced:,}")
print(f"ResNet-50 {n_net:,}, 좁은 기본 블록의 ResNet-34 {n_narrow:,}")
assert len(blocks_50) == sum(isinstance(m, BasicBlock) for m in narrow.modules()) == 16
assert n_narrow < n_net == 25_557_032 and n_replaced > 15 * n_kept

# %% where-the-stride-is
first = net.layer2[0]
strides = [first.conv1.stride[0], first.conv2.stride[0], first.conv3.stride[0]]
print(strides)
assert strides == [1, 2, 1]  # 논문은 첫 1x1에 두었다
