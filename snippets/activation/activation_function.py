"""활성화 함수: 층 사이에 꺾임이 없으면 깊은 신경망도 선형층 하나다.

주장: 활성화 없이 이은 두 선형층은 선형층 하나와 같다. 활성화는 모양을 바꾸지 않는다.
출처: Goodfellow, Bengio & Courville (2016) Deep Learning, 6.1절; PyTorch 문서 torch.nn
"""

# %% setup
import matplotlib.pyplot as plt
import pandas as pd
import torch
from curves import cut_jumps, slope
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)

# %% collapse
first, second = nn.Linear(5, 8).double(), nn.Linear(8, 3).double()
merged = nn.Linear(5, 3).double()
with torch.no_grad():
    merged.weight.copy_(second.weight @ first.weight)  # (3, 8) @ (8, 5) -> (3, 5)
    merged.bias.copy_(second.weight @ first.bias + second.bias)

x = torch.randn(100, 5, dtype=torch.float64)
tolerance = 1e-12  # float64의 반올림 오차만 허용한다
print(torch.allclose(second(first(x)), merged(x), rtol=0, atol=tolerance))  # True
assert torch.allclose(second(first(x)), merged(x), rtol=0, atol=tolerance)
assert not torch.allclose(second(torch.relu(first(x))), merged(x), rtol=0, atol=0.1)

# %% elementwise
hidden = torch.randn(4, 16)  # MLP 은닉층의 가중합 (B, D)
feature_map = torch.randn(4, 8, 28, 28)  # 합성곱이 만든 특성 맵 (B, C, H, W)
relu = nn.ReLU()  # 모듈, torch.relu와 F.relu는 같은 함수다
print(relu(hidden).shape, relu(feature_map).shape)
assert relu(hidden).shape == hidden.shape
assert relu(feature_map).shape == feature_map.shape
assert torch.equal(relu(hidden), torch.relu(hidden))
assert torch.equal(relu(hidden), F.relu(hidden))
assert not list(relu.parameters())  # 학습할 파라미터가 없다

# %% functions
functions = {
    "시그모이드": torch.sigmoid,
    "tanh": torch.tanh,
    "소프트플러스": F.softplus,
    "젤루 (GELU)": F.gelu,
    "렐루 (ReLU)": torch.relu,
    "리키 렐루 (0.1)": lambda z: F.leaky_relu(z, 0.1),
    "ELU": F.elu,
    "스위시 (SiLU)": F.silu,
}

# %% table
z = torch.linspace(-5, 5, 1001)
rows = {}
for name, f in functions.items():
    d = slope(f, z)
    rows[name] = [f(z).min(), f(z).max(), d[0], d.max(), d[-1]]
columns = ["최소 출력", "최대 출력", "x=-5의 기울기", "최대 기울기", "x=5의 기울기"]
summary = pd.DataFrame.from_dict(rows, "index", columns=columns, dtype=float).round(3) + 0.0
# 소프트플러스의 도함수는 시그모이드다.
assert torch.allclose(slope(F.softplus, z), torch.sigmoid(z), atol=1e-6)
assert (summary.loc[["시그모이드", "tanh"], "x=5의 기울기"] < 0.01).all()
summary

# %% gallery
z = torch.linspace(-4, 4, 401)
fig, axes = plt.subplots(
    2, 4, num="activation-gallery", figsize=(7.5, 4), sharex=True, sharey=True, layout="constrained"
)
for ax, (name, f) in zip(axes.flat, functions.items(), strict=True):
    ax.axhline(0, color="0.7", linewidth=0.8)
    ax.axvline(0, color="0.7", linewidth=0.8)
    derivative = slope(f, z)
    ax.plot(z, f(z), "C0", linewidth=2.2, label="함수", zorder=3)
    ax.plot(z, cut_jumps(derivative), "C1", label="도함수")
    ax.fill_between(z, derivative, color="C1", alpha=0.2, linewidth=0)
    ax.set(title=name, xticks=[-4, 0, 4], ylim=(-1.3, 3.2))
fig.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=2)
