"""텐서와 차원: 축의 수가 차원이고, 원소 하나를 짚는 데 드는 번호의 수가 곧 그 수다.

주장: 스칼라, 벡터, 행렬, 사진, 사진 묶음의 ndim은 차례로 0, 1, 2, 3, 4다.
    번호를 하나 매길 때마다 축이 하나 줄고, 축을 하나 골라 더해도 하나 준다.
출처: AI 연구실 메모 학습 노트; PyTorch 문서 torch.Tensor
"""

# %% setup
import math

import matplotlib.pyplot as plt
import pandas as pd
import torch
from blocks import clean, draw_block
from skimage import data
from sklearn.datasets import load_digits

digits = load_digits()

# %% ranks
photo = torch.from_numpy(data.astronaut())  # (H, W, C)
tensors = {
    "스칼라: 손실 하나": torch.tensor(0.25),
    "벡터: 펼친 숫자 사진": torch.tensor(digits.data[0]),  # (64,)
    "행렬: 흑백 숫자 사진": torch.tensor(digits.images[0]),  # (H, W)
    "3차원: 컬러 사진": photo,
    "4차원: 컬러 사진 두 장": torch.stack([photo, photo.flip(1)]),  # (N, H, W, C)
}
assert [t.ndim for t in tensors.values()] == [0, 1, 2, 3, 4]
assert all(t.numel() == math.prod(t.shape) for t in tensors.values())
rows = [(k, t.ndim, tuple(t.shape), t.numel()) for k, t in tensors.items()]
pd.DataFrame(rows, columns=["텐서", "ndim", "shape", "numel"]).set_index("텐서")

# %% indexing
# 번호 하나가 축 하나를 없앤다. 축이 다 없어지면 수 하나가 남는다.
batch = tensors["4차원: 컬러 사진 두 장"]
for index in [(), (1,), (1, 0), (1, 0, 0), (1, 0, 0, 2)]:
    part = batch[index]
    print(f"batch{list(index)}  ndim={part.ndim}  shape={tuple(part.shape)}")
    assert part.ndim == batch.ndim - len(index)
pixel_value = part.item()  # 스칼라 텐서에서 파이썬 수를 꺼낸다

# %% manipulate
a = torch.arange(6.0).reshape(2, 3)  # (6,) -> (2, 3)
print(a * 10)  # 원소마다 계산: 모양 그대로
print(a @ a.T)  # 행렬곱: (2, 3) @ (3, 2) -> (2, 2)
print(a.sum(dim=0), a.sum(dim=1))  # 고른 축이 사라진다: (3,), (2,)
assert a.sum(dim=0).shape == (3,) and a.sum(dim=1).shape == (2,)
assert a.sum().ndim == 0 and a.reshape(3, 2).numel() == a.numel()

# %% same-word
# "3차원 벡터"는 축이 하나다. 축의 길이가 3일 뿐이다.
point = torch.tensor([1.0, 2.0, 3.0])
shapes = [tuple(t.shape) for t in (point, point[None, :], point[:, None])]
print(shapes)  # 벡터, 행이 하나인 행렬, 열이 하나인 행렬
assert point.ndim == 1 and shapes == [(3,), (1, 3), (3, 1)]
# 선형대수의 계수(rank)는 독립인 행의 수다. 축의 수와는 다른 말이다.
ones = torch.ones(3, 3)
n_axes, matrix_rank = ones.ndim, int(torch.linalg.matrix_rank(ones))
print(n_axes, matrix_rank)  # 2 1
assert (n_axes, matrix_rank) == (2, 1)

# %% constructor
# 대문자 Tensor(3)은 길이가 3인, 값을 채우지 않은 벡터다. 소문자 tensor(3)이 수 3이다.
print(torch.Tensor(3).shape, torch.tensor(3).shape)
assert torch.Tensor(3).shape == (3,) and torch.tensor(3).ndim == 0
assert torch.tensor(3).dtype == torch.int64 and torch.tensor(3.0).dtype == torch.float32

# %% plot
fig, ax = plt.subplots(num="tensor-ranks", figsize=(9, 2.4))
blocks = [(1, 1, 1), (1, 1, 4), (1, 3, 4), (3, 3, 4), (3, 3, 4)]
x = 0
for t, name, block in zip(tensors.values(), ["스칼라", "벡터", "행렬", "사진", "사진 둘"], blocks):
    right, _ = draw_block(ax, x, 0, *block)
    if t.ndim == 4:
        right, _ = draw_block(ax, right + 0.4, 0, *block)
    ax.text((x + right) / 2, -0.5, f"{name}\nndim {t.ndim}", ha="center", va="top")
    x = right + 1.4
clean(ax, "축이 하나씩 늘어나는 텐서: 스칼라, 벡터, 행렬, 컬러 사진, 사진 두 장")
ax.set_ylim(bottom=-2.2)
fig.tight_layout()
