"""원핫 인코딩과 임베딩: 원핫은 범주 사이의 관계를 지우고, 임베딩은 배운다.

주장: 원핫 벡터는 서로 모두 sqrt(2)만큼 떨어져 있고, 정수 번호의 거리는 1, 2, 1이다.
    원핫에 행렬을 곱한 것은 그 행을 찾아 쓰는 nn.Embedding과 같다. 기울기는 찾아 쓴 행에만 생긴다.
출처: 파이토치 학습 절차 노트; PyTorch 문서 one_hot, nn.Embedding
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)

# %% colors
names = ["빨강", "초록", "파랑"]
codes = torch.tensor([0, 1, 2])  # (3,)
one_hot = nn.functional.one_hot(codes, num_classes=3).float()  # (3,) -> (3, 3)
for name, vector in zip(names, one_hot):
    print(name, vector.int().tolist())
assert torch.equal(one_hot, torch.eye(3))
assert torch.equal(one_hot.argmax(dim=1), codes)  # 되돌리기

# %% distances
by_code = torch.pdist(codes[:, None].float())  # (빨초, 빨파, 초파)
by_one_hot = torch.pdist(one_hot)
print(by_code.tolist(), [round(d, 3) for d in by_one_hot.tolist()])
assert by_code.tolist() == [1, 2, 1]
assert torch.allclose(by_one_hot, torch.full((3,), math.sqrt(2)))
side = by_one_hot[0].item()

# %% lookup
n_words, n_dims = 10_000, 64
table = nn.Embedding(n_words, n_dims)  # 가중치 (10000, 64)
ids = torch.tensor([7, 42, 7])  # (3,)
wide = nn.functional.one_hot(ids, n_words).float()  # (3,) -> (3, 10000)
by_matmul, by_lookup = wide @ table.weight, table(ids)  # (3, 64)
assert torch.allclose(by_matmul, by_lookup, atol=1e-6)
by_lookup.sum().backward()
touched = table.weight.grad.any(dim=1).nonzero().flatten().tolist()
print(tuple(by_lookup.shape), touched)  # 찾아 쓴 행에만 기울기가 있다
assert touched == [7, 42]

# %% memory
one_hot_kb = wide.numel() * wide.element_size() / 1000
id_bytes = ids.numel() * ids.element_size()
print(f"낱말 셋: 원핫 {one_hot_kb:.0f} KB, 번호 {id_bytes}바이트")
assert one_hot_kb == 120 and id_bytes == 24

# %% simplex-plot
fig, (line, space) = plt.subplots(
    1, 2, num="onehot-simplex", figsize=(7.5, 3.2), layout="constrained"
)
line.plot([0, 2], [0, 0], color="0.6", zorder=0)
for i, name in enumerate(names):
    line.plot(i, 0, "o", color=f"C{i}", markersize=9)
    line.text(i, 0.15, f"{name}\n{i}", ha="center", va="bottom")
line.set(title="정수 번호: 거리가 1, 2, 1", xlim=(-0.4, 2.4), ylim=(-0.8, 0.8))
# 세 축을 비스듬히 내려다본 그림: 축 셋이 서로 같은 각도로 보인다
axes_seen = torch.tensor([[-0.87, -0.5], [0.87, -0.5], [0.0, 1.0]])  # (3, 2)
seen = one_hot.float() @ axes_seen  # (3, 3) -> (3, 2)
space.plot(*seen[[0, 1, 2, 0]].T, color="k", linewidth=1)
for i, (name, point) in enumerate(zip(names, one_hot.tolist())):
    x, y = seen[i].tolist()
    space.plot([0, x], [0, y], color="0.7", linewidth=1, zorder=0)
    space.plot(x, y, "o", color=f"C{i}", markersize=9)
    label = f"{name}\n(" + ",".join(str(int(v)) for v in point) + ")"
    space.text(
        x, y + (0.18 if i == 2 else -0.18), label, ha="center", va="bottom" if i == 2 else "top"
    )
space.set(title=r"원핫: 거리가 모두 $\sqrt{2}$", xlim=(-1.6, 1.6), ylim=(-1.3, 1.9))
for ax in (line, space):
    ax.axis("off")
