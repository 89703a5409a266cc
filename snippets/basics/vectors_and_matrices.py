"""벡터와 행렬: 행렬곱의 칸 하나는 내적이고, 선형층은 행렬곱에 편향을 더한 것이다.

주장: 선형층의 출력은 x @ W.T + b와 같다(허용 오차 1e-4). 행렬곱은 차례를 바꿀 수 없다.
    숫자 사진에서 평균 사진과의 내적만으로도 열 가운데 하나를 찍는 것보다 훨씬 잘 맞힌다.
출처: AI와 Flask 강의 노트 4-2절; Goodfellow et al. (2016) 2장; sklearn digits
"""

# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn

torch.manual_seed(0)
digits = load_digits()
images = torch.tensor(digits.data, dtype=torch.float32)  # (N, 64)
labels = torch.tensor(digits.target)  # (N,)

# %% dot
x = torch.tensor([1.0, 2.0, 3.0])
w = torch.tensor([0.5, -1.0, 2.0])
by_loop = sum(a * b for a, b in zip(x.tolist(), w.tolist()))
dot = torch.dot(x, w).item()
print(by_loop, dot)  # 0.5 - 2 + 6
assert by_loop == dot == 4.5
cosine = (dot / (x.norm() * w.norm())).item()  # 길이로 나누면 방향만 남는다
assert abs(cosine - torch.cosine_similarity(x, w, dim=0).item()) < 1e-6

# %% similarity
# 숫자별 평균 사진과의 내적이, 또는 코사인 유사도가 가장 큰 숫자로 찍는다.
train, test = images[:1000], images[1000:]  # (1000, 64), (797, 64)
known = labels[:1000]
means = torch.stack([train[known == k].mean(0) for k in range(10)])  # (10, 64)
unit = nn.functional.normalize  # 행마다 길이를 1로
dots = test @ means.T  # (797, 64) @ (64, 10) -> (797, 10)
cosines = unit(test) @ unit(means).T  # (797, 10)
n_test, n_means = dots.shape
hit_rate, cosine_rate = (
    (scores.argmax(1) == labels[1000:]).float().mean().item() for scores in (dots, cosines)
)
print((n_test, n_means), f"내적 {hit_rate:.3f}, 코사인 {cosine_rate:.3f}")
assert (n_test, n_means) == (797, 10) and 0.8 < hit_rate < cosine_rate

# %% matmul
A = torch.tensor([[1.0, 2, 0], [0, 1, 3]])  # (2, 3)
B = torch.tensor([[1.0, 0], [2, 1], [0, 4]])  # (3, 2)
C = A @ B  # (2, 3) @ (3, 2) -> (2, 2)
print(C)
for i in range(2):
    for j in range(2):
        assert C[i, j] == torch.dot(A[i], B[:, j])  # 칸 하나 = 행과 열의 내적
assert (B @ A).shape == (3, 3)  # 차례를 바꾸면 모양부터 다르다
P, Q = torch.tensor([[1.0, 1], [0, 1]]), torch.tensor([[0.0, 1], [1, 0]])
assert not torch.equal(P @ Q, Q @ P)  # 모양이 같아도 값이 다르다
assert not torch.equal(P @ Q, P * Q)  # *는 칸끼리 곱한다

# %% mismatch
try:
    A @ A
except RuntimeError as e:
    refusal = str(e)
    print(type(e).__name__, refusal)
assert "2x3 and 2x3" in refusal

# %% linear
layer = nn.Linear(64, 10)
with torch.no_grad():
    out = layer(test)  # (797, 64) -> (797, 10)
    by_hand = test @ layer.weight.T + layer.bias  # (797, 64) @ (64, 10) + (10,)
weight_shape = tuple(layer.weight.shape)
print(weight_shape, torch.allclose(out, by_hand, atol=1e-4))
assert torch.allclose(out, by_hand, atol=1e-4) and weight_shape == (10, 64)
