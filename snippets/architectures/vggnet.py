"""VGGNet: 3x3 합성곱만 쌓아 깊이의 영향을 본 신경망.

주장: VGG16은 합성곱 13층과 완전 연결 3층에 138,357,544개, VGG19는 16층과 3층에 143,667,240개다.
    네 신경망의 합성곱은 모두 3x3, 스트라이드 1, 패딩 1이고 풀링은 2x2, 스트라이드 2다.
출처: Simonyan & Zisserman (2015) Table 1, Table 2; torchvision 문서 VGG
"""

# %% setup
import matplotlib.pyplot as plt
import pandas as pd
import torch
from layer_table import count
from torch import nn
from torchvision import models

# %% depths
names = ["vgg11", "vgg13", "vgg16", "vgg19"]
with torch.device("meta"):  # 모양만 있는 텐서라 가중치를 만들지도 내려받지도 않는다
    nets = {name: models.get_model(name, weights=None) for name in names}
rows = {}
for name, net in nets.items():
    # torchvision이 적어 둔 성적표
    card = models.get_model_weights(name).IMAGENET1K_V1.meta
    n_conv = sum(isinstance(m, nn.Conv2d) for m in net.modules())
    top1 = card["_metrics"]["ImageNet-1K"]["acc@1"]
    assert count(net) == card["num_params"]
    rows[name] = {"합성곱": n_conv, "완전 연결": 3, "파라미터": f"{count(net):,}"}
    rows[name]["정확도 %"] = top1
depths = pd.DataFrame(rows).T
n_16, n_19 = count(nets["vgg16"]), count(nets["vgg19"])
assert depths["합성곱"].tolist() == [8, 10, 13, 16]
assert n_16 > 2 * 60_965_224  # AlexNet의 두 배가 넘는다
assert (n_16, n_19) == (138_357_544, 143_667_240)
depths

# %% all-three
convs = [m for net in nets.values() for m in net.modules() if isinstance(m, nn.Conv2d)]
pools = [m for net in nets.values() for m in net.modules() if isinstance(m, nn.MaxPool2d)]
windows = {(m.kernel_size, m.stride, m.padding) for m in convs}
assert windows == {((3, 3), (1, 1), (1, 1))}
assert {(m.kernel_size, m.stride, m.padding) for m in pools} == {(2, 2, 0)}

# %% columns-plot
fig, ax = plt.subplots(num="vgg-columns", figsize=(7.5, 4.6), layout="constrained")
for column, (name, net) in enumerate(nets.items()):
    y, block = 0.0, 0
    for layer in [*net.features, *net.classifier]:
        if isinstance(layer, nn.MaxPool2d):
            y, block = y + 0.45, block + 1
        elif isinstance(layer, (nn.Conv2d, nn.Linear)):
            is_fc = isinstance(layer, nn.Linear)
            label = f"완전 연결 {layer.out_features}" if is_fc else f"3x3, {layer.out_channels}"
            style = {"color": "C1" if is_fc else "C0", "alpha": 0.25, "edgecolor": "k", "lw": 0.6}
            ax.barh(y, 0.86, 0.86, left=column - 0.43, **style)
            ax.text(column, y, label, ha="center", va="center", fontsize=8)
            y += 1
ax.invert_yaxis()
heads = [f"{name.upper()}\n{count(net) / 1e6:.0f}M" for name, net in nets.items()]
ax.set_xticks(range(4), heads)
ax.set(yticks=[], title="틈은 최대 풀링")
ax.xaxis.tick_top()
ax.tick_params(length=0)
ax.spines[:].set_visible(False)
ax.grid(False)
