"""배치 정규화: 채널마다 배치의 평균을 빼고 표준편차로 나눈 뒤, 배운 값으로 늘리고 옮긴다.

주장: 직접 쓴 식은 nn.BatchNorm2d와 값이 같다(허용 오차 1e-5).
    감마와 베타를 거치기 전에 채널마다 평균 0, 분산 1이다. 거친 뒤의 평균은 베타, 표준편차는 감마다.
    앞 층의 편향은 지워진다.
출처: Ioffe & Szegedy (2015); PyTorch 문서 BatchNorm2d
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)
# 채널마다 자리와 폭이 다른 특성 맵, (B, C, H, W)
x = torch.randn(16, 3, 8, 8) * torch.tensor([0.5, 2.0, 5.0])[:, None, None]
x = x + torch.tensor([-3.0, 0.0, 8.0])[:, None, None]


# %% by-hand
def batch_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(dim=(0, 2, 3), keepdim=True)  # (1, C, 1, 1)
    var = x.var(dim=(0, 2, 3), keepdim=True, correction=0)  # (1, C, 1, 1)
    normal = (x - mean) / (var + eps).sqrt()
    return gamma[:, None, None] * normal + beta[:, None, None]


# %% same
bn = nn.BatchNorm2d(3)  # 감마는 1, 베타는 0에서 시작한다
ours = batch_norm(x, bn.weight, bn.bias)
print("평균", [round(v, 3) + 0.0 for v in bn(x).mean(dim=(0, 2, 3)).tolist()])
var = bn(x).var(dim=(0, 2, 3), correction=0)  # (C,) 배치, 높이, 너비에 걸쳐
print("분산", [round(v, 3) for v in var.tolist()])
assert torch.allclose(ours, bn(x), atol=1e-5)
assert bn(x).mean(dim=(0, 2, 3)).abs().max() < 1e-5
assert (var - 1).abs().max() < 1e-3

# %% gamma-beta
gamma, beta = torch.tensor([1.0, 3.0, 0.5]), torch.tensor([0.0, 5.0, -2.0])
with torch.no_grad():
    bn.weight.copy_(gamma)
    bn.bias.copy_(beta)
out = bn(x)
means, stds = out.mean(dim=(0, 2, 3)), out.std(dim=(0, 2, 3), correction=0)  # (C,)
print("평균", [round(v, 2) + 0.0 for v in means.tolist()])  # 베타
print("표준편차", [round(v, 2) for v in stds.tolist()])  # 감마
assert torch.allclose(means, beta, atol=1e-4) and torch.allclose(stds, gamma, atol=1e-3)

# %% bias-erased
conv, norm = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4)
before = norm(conv(x))  # (16, 4, 6, 6)
with torch.no_grad():
    conv.bias += 100  # 편향을 크게 바꾸어도
    conv.weight *= 7  # 가중치를 7배 해도
change = (norm(conv(x)) - before).abs().max().item()
print(f"출력의 변화 {change:.0e}")
assert change < 1e-3

# %% histogram-plot
fig, axes = plt.subplots(1, 3, num="bn-histograms", figsize=(9, 2.8), layout="constrained")
plain = batch_norm(x, torch.ones(3), torch.zeros(3))
for ax, values, title in zip(
    axes, (x, plain, out), ("들어온 값", "정규화한 값", "감마, 베타를 거친 값")
):
    for channel in range(3):
        values_of = values[:, channel].detach().flatten()
        ax.hist(values_of, bins=30, alpha=0.6, density=True, label=f"채널 {channel}")
    ax.set(title=title, xlabel="값", yticks=[])
axes[0].legend()
