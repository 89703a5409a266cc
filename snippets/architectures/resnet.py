"""ResNet: 레지듀얼 블록을 네 단으로 쌓은 신경망.

주장: 층의 수는 기본 블록이면 2 x 블록 + 2, 병목 블록이면 3 x 블록 + 2다(18, 34, 50, 101, 152).
    CIFAR-10용은 6n + 2층이고 n = 200이면 1202층, 1,940만 개다.
출처: He, Zhang, Ren & Sun (2016a) Table 1, Table 6; torchvision 문서 ResNet
"""

# %% setup
import matplotlib.pyplot as plt
import pandas as pd
import torch
from layer_table import count, layer_table, pretty
from torch import nn
from torchvision import models

names = ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"]
with torch.device("meta"):  # 모양만 있는 텐서라 가중치를 만들지도 내려받지도 않는다
    nets = {name: models.get_model(name, weights=None) for name in names}


# %% depth
def stages(net):
    return [net.layer1, net.layer2, net.layer3, net.layer4]


rows = {}
for name, net in nets.items():
    n_blocks = [len(stage) for stage in stages(net)]
    block = type(net.layer1[0]).__name__
    per_block = {"BasicBlock": 2, "Bottleneck": 3}[block]  # 블록 하나의 합성곱
    depth = per_block * sum(n_blocks) + 2  # 첫 합성곱과 마지막 완전 연결층
    layers = [n for n, m in net.named_modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    assert depth == len([n for n in layers if "downsample" not in n]) == int(name[6:])
    assert count(net) == models.get_model_weights(name).IMAGENET1K_V1.meta["num_params"]
    rows[name] = {"블록": block, "단마다": n_blocks, "층": depth}
    rows[name]["파라미터"] = f"{count(net):,}"
assert 2 * n_blocks[2] > sum(n_blocks)  # 152층의 절반 넘게 셋째 단에 있다
n_18, n_50 = count(nets["resnet18"]), count(nets["resnet50"])
blocks_152, depth_152 = " + ".join(map(str, n_blocks)), depth
assert (n_18, n_50) == (11_689_512, 25_557_032)
assert (blocks_152, depth_152) == ("3 + 8 + 36 + 3", 152)
pd.DataFrame(rows).T

# %% stages-plot
fig, ax = plt.subplots(num="resnet-stages", figsize=(7.5, 3), layout="constrained")
for row, (name, net) in enumerate(nets.items()):
    left = 0
    for i, stage in enumerate(stages(net)):
        width = (2 if row < 2 else 3) * len(stage)
        style = {"color": f"C{i}", "alpha": 0.55, "edgecolor": "k", "lw": 0.6}
        size = f"{i + 1}단: {56 >> i}x{56 >> i}" if row == 0 else None
        ax.barh(row, width, left=left, label=size, **style)
        left += width
        if width >= 6:
            ax.text(left - width / 2, row, width, ha="center", va="center", fontsize=9)
ax.set_yticks(range(5), [name.replace("resnet", "ResNet-") for name in names])
ax.set_xlabel("합성곱층의 수 (처음과 끝의 한 층씩은 뺌)")
ax.invert_yaxis()
ax.legend(title="특성 맵의 크기")
ax.grid(axis="y", visible=False)

# %% table
table = layer_table(nets["resnet18"], 1, 3, 224, 224)
main = table[~table["이름"].str.contains("downsample")]
before = main["크기"].shift()
changes = main["크기"].ne(before) | main["채널"].ne(main["채널"].shift())
for i, row in main[changes & main["패딩"].notna()].iterrows():  # 합성곱과 최대 풀링
    K, S, P = row["커널"], row["스트라이드"], row["패딩"]
    assert row["크기"] == (before[i] + 2 * P - K) // S + 1  # 표의 값으로 출력 크기 공식이 맞는다
    assert S == 2 and row["크기"] == before[i] / 2
short = main[changes].reset_index(drop=True)
assert short["크기"].tolist()[:7] == [224, 112, 56, 28, 14, 7, 1]
assert short["채널"].tolist() == [3, 64, 64, 128, 256, 512, 512, 1000]
pretty(short, drop=["이름", "활성화", "곱셈", "파라미터"])
