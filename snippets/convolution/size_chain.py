"""층을 따라 크기 좇기: AlexNet의 표, 완전 연결층의 입력 수, 첫 층의 계산량.

주장: 공식으로 적은 크기가 torch가 낸 크기와 같다.
    큰 커널이 계산을 줄이는 것이 아니라 스트라이드가 줄인다.
출처: AI와 Flask 강의 노트; Krizhevsky et al. (2012)
"""

# %% setup
import pandas as pd
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% alexnet
rows, size = [("입력", 3, "", "", "", 227)], 227
x = torch.empty(1, 3, 227, 227)
for name, c, k, s, p in [
    ("합성곱", 96, 11, 4, 0), ("최대 풀링", 96, 3, 2, 0),
    ("합성곱", 256, 5, 1, 2), ("최대 풀링", 256, 3, 2, 0),
    ("합성곱", 384, 3, 1, 1), ("합성곱", 384, 3, 1, 1),
    ("합성곱", 256, 3, 1, 1), ("최대 풀링", 256, 3, 2, 0),
]:  # fmt: skip
    size = (size + 2 * p - k) // s + 1
    layer = nn.MaxPool2d(k, s, p) if "풀링" in name else nn.Conv2d(x.shape[1], c, k, s, p)
    x = layer(x)
    assert x.shape == (1, c, size, size)
    rows.append((name, c, k, s, p, size))
last_size, n_flat = size, x[0].numel()
table = pd.DataFrame(rows, columns=["층", "채널", "K", "S", "P", "출력"])
assert (last_size, n_flat) == (6, 9216)
table

# %% flatten
features = nn.Sequential(
    nn.Conv2d(3, 64, 5), nn.ReLU(), nn.MaxPool2d(2),  # 32 -> 28 -> 14
    nn.Conv2d(64, 30, 5), nn.ReLU(), nn.MaxPool2d(2),  # 14 -> 10 -> 5
    nn.Flatten(),
)  # fmt: skip
n_features = features(torch.zeros(1, 3, 32, 32)).shape[1]
print(n_features, 30 * 5 * 5)
# 입력의 수를 첫 순전파에서 정한다
lazy = nn.Sequential(features, nn.LazyLinear(10))
lazy(torch.zeros(1, 3, 32, 32))
assert n_features == lazy[1].in_features == 750

# %% no-pooling
# 풀링도 스트라이드도 없이 펼치면 완전 연결층이 터무니없이 커진다.
flat = nn.Flatten()(nn.Conv2d(3, 16, 3)(torch.zeros(1, 3, 224, 224)))  # (1, 16 * 222 * 222)
n_wide = flat.shape[1]
n_wide_weights = n_wide * 10
assert n_wide == 16 * 222 * 222 == 788_544


# %% stem
def products(k, s):
    layer = nn.Conv2d(3, 64, k, s, padding=k // 2, bias=False, device="meta")
    with FlopCounterMode(display=False) as counter:
        out = layer(torch.empty(1, 3, 224, 224, device="meta"))
    return out.shape[-1], counter.get_total_flops() // 2  # 곱하고 더하기 한 번을 두 FLOP으로 센다


stem = pd.DataFrame(
    {f"{k}x{k}, 스트라이드 {s}": products(k, s) for k, s in [(7, 1), (7, 2), (3, 1), (3, 2)]},
    index=["출력 크기", "곱셈 수"],
).T
seven_s2, three_s1 = (
    int(stem.loc[r, "곱셈 수"]) for r in ("7x7, 스트라이드 2", "3x3, 스트라이드 1")
)
assert (seven_s2, three_s1) == (118_013_952, 86_704_128)
stem
