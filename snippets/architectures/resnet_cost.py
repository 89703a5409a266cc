"""ResNet의 무게: 깊지만 VGG보다 가볍고 정확하다.

주장: ResNet-152는 VGG19보다 층이 8배 많지만 파라미터와 곱셈은 더 적고 정확도는 더 높다.
출처: torchvision 0.29의 가중치 설명(IMAGENET1K_V1): 파라미터, 곱셈, 이미지넷 정확도
"""

# %% setup
import matplotlib.pyplot as plt
from torchvision import models

# %% cards
names = ["alexnet", "vgg11", "vgg13", "vgg16", "vgg19", "googlenet"]
names += ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152"]
cards = {name: models.get_model_weights(name).IMAGENET1K_V1.meta for name in names}  # 설명뿐이다
top1 = {name: card["_metrics"]["ImageNet-1K"]["acc@1"] for name, card in cards.items()}
macs = {name: card["_ops"] * 1e9 for name, card in cards.items()}  # 한 장에 드는 곱셈
n_params = {name: card["num_params"] for name, card in cards.items()}
vgg_top1, res_top1 = top1["vgg19"], top1["resnet152"]
vgg_macs, res_macs = macs["vgg19"], macs["resnet152"]
vgg_params, res_params = n_params["vgg19"], n_params["resnet152"]
print(f"VGG19: 곱셈 {vgg_macs / 1e8:.0f}억 번, {vgg_top1:.1f}%")
print(f"ResNet-152: 곱셈 {res_macs / 1e8:.0f}억 번, {res_top1:.1f}%")
assert 152 == 8 * 19  # 층의 수
assert res_macs < vgg_macs and res_params < vgg_params / 2 and res_top1 > vgg_top1 + 5

# %% cost-plot
fig, ax = plt.subplots(num="resnet-cost", figsize=(7.5, 3.8), layout="constrained")
for color, family in (("C3", "alexnet"), ("C1", "vgg"), ("C4", "googlenet"), ("C0", "resnet")):
    members = [n for n in names if n.startswith(family)]
    xs, ys = [macs[n] for n in members], [top1[n] for n in members]
    ax.plot(xs, ys, color=color, lw=1)
    ax.scatter(xs, ys, s=[3e-6 * n_params[n] for n in members], color=color, alpha=0.5)
    for n, x, y in zip(members, xs, ys):
        label, up = (n[6:], 13) if family == "resnet" else (n, -20)
        style = {"textcoords": "offset points", "ha": "center", "fontsize": 9}
        ax.annotate(label, (x, y), (14, -4) if n == "resnet34" else (0, up), **style)
ax.set(xlabel="사진 한 장의 곱셈", ylabel="이미지넷 정확도 (%)")
ax.set(ylim=(50, 84), xlim=(-8e8, 215e8), title="원의 넓이가 파라미터의 수, 파란 선이 ResNet")
ax.xaxis.set_major_formatter(lambda x, _: f"{x / 1e8:.0f}억" if x else "0")
