"""CIFAR-10의 ResNet: 6n + 2층. 1202층은 110층보다 시험 오차가 크다.

주장: 논문의 여섯 깊이를 지으면 층의 수와 파라미터의 수가 논문의 표와 같다.
출처: He, Zhang, Ren & Sun (2016a) Table 6
"""

# %% setup
import pandas as pd
import torch
from torch import nn


# %% build
def cifar_layers(n):
    """배우는 층만 차례로: 첫 합성곱, 3x3 합성곱 6n개(16, 32, 64장), 완전 연결."""
    channels = [3, 16] + [16] * 2 * n + [32] * 2 * n + [64] * 2 * n
    for a, b in zip(channels, channels[1:]):
        yield nn.Sequential(nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b))
    yield nn.Linear(64, 10)


# %% compare
# n: (논문의 파라미터(만), 논문의 시험 오차 %)
# 스킵 연결에는 배우는 수가 없다(0을 덧댄다).
published = {3: (27, 8.75), 5: (46, 7.51), 7: (66, 7.17), 9: (85, 6.97)}
published |= {18: (170, 6.43), 200: (1940, 7.93)}
rows = []
for n, (myriads, error) in published.items():
    with torch.device("meta"):
        layers = list(cifar_layers(n))
    n_params = sum(p.numel() for layer in layers for p in layer.parameters())
    assert len(layers) == 6 * n + 2
    assert abs(n_params / 10_000 - myriads) < 5
    rows.append((n, len(layers), n_params, f"{myriads:,}만", error))
columns = ["n", "층", "파라미터", "논문", "논문의 시험 오차 %"]
table = pd.DataFrame(rows, columns=columns)
n_deepest, depth_deepest = rows[-1][2], rows[-1][1]
error_110, error_1202 = published[18][1], published[200][1]
assert depth_deepest == 1202 and error_1202 > error_110
table.assign(파라미터=table["파라미터"].map("{:,}".format))
