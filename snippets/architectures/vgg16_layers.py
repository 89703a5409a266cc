"""VGG16의 층: 계산은 합성곱층이 하고 파라미터는 완전 연결층이 갖는다.

주장: 파라미터의 89%인 123,642,856개가 완전 연결층에, 곱셈의 99%가 합성곱층에 있다.
    마지막 특성 맵을 펼치지 않고 평균 내면 분류기가 512,000개로 준다.
출처: Simonyan & Zisserman (2015) Table 1; Lin et al. (2014)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from layer_table import count, layer_table, pretty
from torchvision import models

with torch.device("meta"):
    vgg16 = models.vgg16(weights=None)

# %% table
# 배운 것이 없는 적응 풀링은 입력 224에서 아무 일도 하지 않으므로 표에서 뺀다.
table = layer_table(vgg16, 1, 3, 224, 224).query("커널 != '전체'")
assert table["파라미터"].sum() == count(vgg16)
pretty(table, drop=["이름", "곱셈", "패딩"])

# %% stages
stage = (table["층"] == "최대 풀링").cumsum()
stages = table[table["층"] == "합성곱"].groupby(stage + 1)
by_stage = stages.agg(크기=("크기", "first"), 채널=("채널", "last"), 합성곱=("층", "size"))
by_stage = by_stage.join(stages[["파라미터", "곱셈"]].sum()).astype(int).rename_axis("단")
one_layer = stages["곱셈"].last()  # 단마다 마지막 합성곱 하나의 곱셈
assert one_layer.iloc[:4].nunique() == 1 and one_layer.iloc[4] * 4 == one_layer.iloc[0]
assert by_stage["합성곱"].tolist() == [2, 2, 3, 3, 3]
by_stage.map("{:,}".format)

# %% where
stage = (table["층"] == "최대 풀링").cumsum().where(table["층"] != "완전 연결", 5)
shares = table.groupby(stage)[["파라미터", "곱셈"]].sum()
shares = shares / shares.sum()
fc_params, conv_work = shares.loc[5, "파라미터"], 1 - shares.loc[5, "곱셈"]
n_fc = int(table.loc[table["층"] == "완전 연결", "파라미터"].sum())
n_first_fc = int(table["파라미터"].max())
work = int(table["곱셈"].sum())
print(f"완전 연결층: 파라미터 {n_fc:,}개({fc_params:.1%}), 곱셈 {1 - conv_work:.1%}")
assert n_fc == 123_642_856
assert fc_params > 0.89 and conv_work > 0.99

# %% pooled-head
n_pooled_head = 512 * 1000  # 7x7을 평균 내어 512개만 남기고 바로 1000개에 잇는다
n_light = int(table.loc[table["층"] == "합성곱", "파라미터"].sum()) + n_pooled_head + 1000
print(f"{n_light:,}")
assert n_light < count(vgg16) / 9

# %% where-plot
fig, ax = plt.subplots(num="vgg-where", figsize=(7.5, 2.2), layout="constrained")
for i, column in enumerate(["곱셈", "파라미터"]):
    left = 0
    for s, share in shares[column].items():
        name = "완전 연결" if s == 5 else f"{s + 1}단"
        style = {"color": "C0", "alpha": 0.45 - 0.08 * s} if s < 5 else {"color": "C1"}
        ax.barh(column, share, left=left, edgecolor="k", lw=0.6, **style)
        if share > 0.05:
            label = f"{name}\n{share:.0%}"
            ink = "k" if s < 5 else "w"  # 칠이 진하면 종이의 색으로 쓴다
            ax.text(left + share / 2, i, label, ha="center", va="center", fontsize=9, color=ink)
        left += share
ax.set(xlim=(0, 1), xticks=[], title="VGG16: 계산은 합성곱이, 무게는 완전 연결이")
ax.spines[:].set_visible(False)
ax.grid(False)
