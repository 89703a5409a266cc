"""1998년의 LeNet-5: C3은 일부 지도만 잇고, 풀링에도 배우는 수가 있다.

주장: 논문의 짜임을 그대로 세면 배우는 파라미터는 60,000개, 연결은 340,908개다.
    C3의 부분 연결표는 파라미터를 2,416개에서 1,516개로 줄인다.
출처: LeCun, Bottou, Bengio & Haffner (1998) II.B절, Table I
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)

# %% table-one
# C3의 지도마다 S2의 어느 지도를 보는가: 이웃한 셋, 이웃한 넷, 띄엄띄엄 넷, 전부
triples = [{i, (i + 1) % 6, (i + 2) % 6} for i in range(6)]
quads = [{(i + j) % 6 for j in range(4)} for i in range(6)]
apart = [{i, i + 1, (i + 3) % 6, (i + 4) % 6} for i in range(3)]
inputs_of = [sorted(s) for s in [*triples, *quads, *apart, range(6)]]
assert len(inputs_of) == 16

# %% c3
partial = nn.ModuleList([nn.Conv2d(len(maps), 1, 5) for maps in inputs_of])
full = nn.Conv2d(6, 16, 5)
n_partial, n_full = (sum(p.numel() for p in m.parameters()) for m in (partial, full))
x = torch.randn(1, 6, 14, 14)
c3 = torch.cat([conv(x[:, maps]) for conv, maps in zip(partial, inputs_of)], dim=1)
print(f"{n_partial:,} < {n_full:,}   {tuple(c3.shape)}")
assert (n_partial, n_full) == (1_516, 2_416)
assert c3.shape == full(x).shape == (1, 16, 10, 10)

# %% connection-plot
links = torch.zeros(6, 16)
for k, maps in enumerate(inputs_of):
    links[maps, k] = 1
fig, ax = plt.subplots(num="lenet-c3", figsize=(7, 2.8), layout="constrained")
rows, columns = links.nonzero().T
ax.scatter(columns, rows, marker="s", s=190)
ax.invert_yaxis()
ax.set(xlabel="C3의 지도", ylabel="S2의 지도", xticks=range(16), yticks=range(6))
ax.set_title("칠한 칸만 이어져 있다")
n_links = int(links.sum())
assert n_links * 25 + 16 == n_partial

# %% c5-is-dense
# C5의 커널은 입력 5x5를 다 덮으므로, 펼쳐서 잇는 완전 연결층과 같은 계산이다.
c5, x = nn.Conv2d(16, 120, 5), torch.randn(2, 16, 5, 5)
dense = F.linear(x.flatten(1), c5.weight.flatten(1), c5.bias)  # (2, 400) -> (2, 120)
error = (c5(x).flatten(1) - dense).abs().max().item()
print(f"{error:.0e}")
assert error < 1e-5
assert c5(torch.randn(1, 16, 9, 9)).shape == (1, 120, 5, 5)  # 입력이 크면 지도가 나온다

# %% whole
# 층마다 (배우는 수, 출력 칸의 수, 한 칸에 이어진 선의 수).
# 풀링은 네 칸과 편향에 이어지고, 지도마다 배수와 편향을 배운다.
layers = {
    "C1": (6 * (25 + 1), 6 * 28 * 28, 25 + 1),
    "S2": (6 * 2, 6 * 14 * 14, 4 + 1),
    "C3": (n_partial, 10 * 10, n_partial),
    "S4": (16 * 2, 16 * 5 * 5, 4 + 1),
    "C5": (120 * (16 * 25 + 1), 120, 16 * 25 + 1),
    "F6": (84 * (120 + 1), 84, 120 + 1),
    "출력": (0, 10, 84),  # 정해 둔 그림과의 거리를 재므로 배우는 수가 없다
}
trainable = sum(params for params, _, _ in layers.values())
connections = sum(units * fan_in for _, units, fan_in in layers.values())
shared = trainable / connections
print(f"파라미터 {trainable:,}   연결 {connections:,}")
assert (trainable, connections) == (60_000, 340_908)  # 논문에 적힌 두 수
