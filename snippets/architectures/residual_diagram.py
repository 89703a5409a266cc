"""레지듀얼 블록의 그림: 모양이 같을 때와 다를 때. 모양은 블록을 실제로 지나며 받아 적는다.

주장: ResNet-18의 2단 첫 블록은 스킵 연결에서도 64장 56x56을 128장 28x28로 바꾼다.
출처: He, Zhang, Ren & Sun (2016a) Figure 2
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn
from torchvision import models

with torch.device("meta"):
    net = models.resnet18(weights=None)

# %% shapes
seen = {}
for name, module in net.named_modules():
    module.register_forward_hook(
        lambda m, args, out, name=name: seen.update({name: (args[0].shape[1:], out.shape[1:])})
    )
net(torch.empty(2, 3, 224, 224, device="meta"))
same, changed = seen["layer1.0"], seen["layer2.0"]
print(tuple(same[0]), "->", tuple(same[1]), "  ", tuple(changed[0]), "->", tuple(changed[1]))
assert same[0] == same[1] == (64, 56, 56)
assert seen["layer2.0.downsample"] == ((64, 56, 56), (128, 28, 28))
assert isinstance(net.layer1[0].downsample, nn.Module) is False

# %% projections
with torch.device("meta"):
    deep = models.resnet50(weights=None)
where_18, where_50 = (
    [name for name, _ in model.named_modules() if name.endswith("downsample")]
    for model in (net, deep)
)
print(where_18, where_50, sep="\n")
assert where_18 == [f"layer{i}.0.downsample" for i in (2, 3, 4)]
assert where_50 == [f"layer{i}.0.downsample" for i in (1, 2, 3, 4)]


# %% block-plot
def draw(ax, name, title):
    block = net.get_submodule(name)
    box = {"boxstyle": "round,pad=0.35", "facecolor": "C0", "alpha": 0.3, "edgecolor": "k"}
    arrow = {"arrowstyle": "->", "color": "k", "lw": 1.1}

    def shape(key, end):
        c, h, _ = seen[key][end]
        return f"{c}장 {h}x{h}"

    def conv(layer):
        k, stride = layer.kernel_size[0], layer.stride[0]
        return f"{k}x{k} 합성곱, {layer.out_channels}장" + (f", /{stride}" if stride > 1 else "")

    first, second = conv(block.conv1) + "\n배치 정규화", conv(block.conv2) + "\n배치 정규화"
    for y, text in ((4.6, first), (3.55, "ReLU"), (2.5, second)):
        ax.text(0, y, text, ha="center", va="center", bbox=box, fontsize=9)
    ax.text(0, 5.9, "$x$: " + shape(name, 0), ha="center", va="center")
    plus = {**box, "boxstyle": "circle,pad=0.2", "facecolor": "C2"}
    ax.text(0, 1.3, "+", ha="center", va="center", fontsize=13, bbox=plus)
    ax.text(0, 0.15, "ReLU\n" + shape(name, 1), ha="center", va="center")
    for a, b in ((5.7, 5.05), (4.12, 3.85), (3.25, 2.98), (2.05, 1.63), (1.0, 0.58)):
        ax.annotate("", (0, b), (0, a), arrowprops=arrow)
    ax.annotate("", (0.3, 1.3), (2.4, 1.3), arrowprops={**arrow, "color": "C1", "lw": 2})
    projected = block.downsample is not None
    ax.plot([0, 2.4, 2.4], [5.4, 5.4, 3.74 if projected else 1.3], color="C1", lw=2)
    if not projected:
        ax.text(2.3, 3.4, "그대로", ha="right", va="center")
    else:
        label = conv(block.downsample[0]).replace(", ", ",\n", 1) + "\n배치 정규화"
        orange = {**box, "facecolor": "C1"}
        ax.plot([2.4, 2.4], [3.06, 1.3], color="C1", lw=2)
        ax.text(2.4, 3.4, label, ha="center", va="center", fontsize=9, bbox=orange)
    ax.set(title=title, xlim=(-1.9, 3.6), ylim=(-0.4, 6.3))
    ax.axis("off")


fig, axes = plt.subplots(1, 2, num="residual-block", figsize=(7.5, 4.6), layout="constrained")
draw(axes[0], "layer1.0", "모양이 같을 때")
draw(axes[1], "layer2.0", "모양이 다를 때")
