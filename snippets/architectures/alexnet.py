"""AlexNet: 두 GPU에 나눈 합성곱 다섯 층과 완전 연결 세 층.

주장: 논문대로 conv2, 4, 5를 둘로 나누면 60,965,224개, 나누지 않으면 62,378,344개다.
    뉴런은 659,272개로 논문이 말한 65만 개이고, 파라미터의 96%가 완전 연결층에 있다.
    torchvision의 alexnet은 2014년의 다른 짜임이라 61,100,840개다.
출처: Krizhevsky, Sutskever & Hinton (2012); Krizhevsky (2014)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from feature_blocks import draw_feature_blocks
from layer_table import count, layer_table, pretty
from torch import nn
from torchvision import models


# %% model
def alexnet(groups=2):
    def conv(c_in, c_out, k, groups=1, **options):
        return [nn.Conv2d(c_in, c_out, k, groups=groups, **options), nn.ReLU()]

    norm = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2)
    pool = nn.MaxPool2d(3, stride=2)  # 창이 한 줄씩 겹친다
    return nn.Sequential(
        *conv(3, 96, 11, stride=4), norm, pool,
        *conv(96, 256, 5, groups, padding=2), norm, pool,
        *conv(256, 384, 3, padding=1),  # 여기서만 두 GPU의 지도를 모두 본다
        *conv(384, 384, 3, groups, padding=1),
        *conv(384, 256, 3, groups, padding=1), pool, nn.Flatten(),
        nn.Dropout(0.5), nn.Linear(9216, 4096), nn.ReLU(),
        nn.Dropout(0.5), nn.Linear(4096, 4096), nn.ReLU(),
        nn.Linear(4096, 1000), nn.Softmax(dim=1),
    )  # fmt: skip


# %% table
with torch.device("meta"):  # 모양만 있고 값은 없는 텐서: 6천만 개를 만들지 않고 센다
    paper, whole = alexnet(), alexnet(groups=1)
table = layer_table(paper, 1, 3, 227, 227)
n_paper, n_whole = count(paper), count(whole)
times_lenet = n_paper / 61_706  # LeNet-5의 몇 배인가
print(f"나눈 것 {n_paper:,}   나누지 않은 것 {n_whole:,}")
assert (n_paper, n_whole) == (60_965_224, 62_378_344)
assert table["크기"].head(9).tolist() == [227, 55, 27, 27, 13, 13, 13, 13, 6]
pretty(table)

# %% blocks-plot
fig, ax = plt.subplots(num="alexnet-blocks", figsize=(7.5, 3))
draw_feature_blocks(ax, table, gap=0.4)
ax.set_title("AlexNet의 특성 맵")
fig.tight_layout()

# %% where
is_fc, is_conv = table["층"] == "완전 연결", table["층"] == "합성곱"
fc_share = table.loc[is_fc, "파라미터"].sum() / n_paper
conv_work = table.loc[is_conv, "곱셈"].sum() / table["곱셈"].sum()
made = table[is_fc | is_conv]
n_neurons = int((made["채널"] * made["크기"].fillna(1) ** 2).sum())
print(f"완전 연결층의 파라미터 {fc_share:.1%}, 합성곱의 곱셈 {conv_work:.1%}, 뉴런 {n_neurons:,}")
assert round(n_paper, -7) == 60_000_000  # 논문의 "60 million parameters"
assert n_neurons == 659_272  # 논문의 "650,000 neurons"

# %% other-alexnet
with torch.device("meta"):
    other = models.alexnet(weights=None)
n_other = count(other)
first = other.features[0]
print(f"{n_other:,}   첫 합성곱의 필터 {first.out_channels}개, 패딩 {first.padding[0]}")
assert n_other == models.AlexNet_Weights.DEFAULT.meta["num_params"] == 61_100_840
