"""어텐션: 질의와 키의 내적을 확률로 바꾸어 값들을 가중 평균한다.

주장: softmax(QK^T/sqrt(d))V는 F.scaled_dot_product_attention과 같고, 행의 합은 1이다.
    위치를 넣지 않으면 입력의 순서를 바꾼 만큼 출력의 순서만 바뀐다.
출처: Bahdanau, Cho & Bengio (2014); Vaswani et al. (2017)
"""

# %% setup
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)


# %% formula
def attention(Q, K, V):
    scores = Q @ K.transpose(-2, -1) / K.shape[-1] ** 0.5  # (N, L_q, L_k)
    weights = scores.softmax(-1)  # 행마다 합이 1
    return weights @ V, weights  # (N, L_q, d_v)


# %% same-as-torch
Q, K, V = torch.randn(2, 3, 16), torch.randn(2, 5, 16), torch.randn(2, 5, 8)
out, weights = attention(Q, K, V)
library = F.scaled_dot_product_attention(Q, K, V)
print(tuple(weights.shape), "->", tuple(out.shape))
assert torch.allclose(out, library, atol=1e-5)
assert torch.allclose(weights.sum(-1), torch.ones(2, 3))

# %% scale
# 평균 0, 분산 1인 수 d개의 내적은 분산이 d다.
d = 256
q, k = torch.randn(2000, d), torch.randn(2000, d)
dots = (q * k).sum(1)  # (2000,)
raw_std, scaled_std = dots.std().item(), (dots / d**0.5).std().item()
rows = q @ k[:10].T  # (2000, 10) 질의마다 키 열 개와의 점수
peak_raw = rows.softmax(1).amax(1).mean().item()
peak_scaled = (rows / d**0.5).softmax(1).amax(1).mean().item()
print(f"표준편차 {raw_std:.1f} -> {scaled_std:.2f}")
print(f"가장 큰 확률의 평균 {peak_raw:.2f} -> {peak_scaled:.2f}")
assert abs(scaled_std - 1) < 0.1 and abs(raw_std - 16) < 1.6
assert peak_raw > 0.9 and peak_scaled < 0.5

# %% permutation
x = torch.randn(1, 6, 16)  # 자기 어텐션: Q, K, V가 모두 x에서 나온다
to_q, to_k, to_v = (nn.Linear(16, 16) for _ in range(3))


def self_attention(x):
    return attention(to_q(x), to_k(x), to_v(x))[0]


order = torch.tensor([3, 0, 5, 1, 4, 2])
mixed, plain = self_attention(x[:, order]), self_attention(x)[:, order]
assert torch.allclose(mixed, plain, atol=1e-5)
place = torch.randn(1, 6, 16)  # 위치 임베딩을 더하면 순서가 값에 남는다
mixed = self_attention(x[:, order] + place)
plain = self_attention(x + place)[:, order]
order_gap = (mixed - plain).abs().max().item()
print(f"위치를 더했을 때의 차이 {order_gap:.2f}")
assert order_gap > 0.1

# %% causal
# 글을 쓰는 모델은 뒤를 보지 못하게 점수의 위쪽 삼각형을 가린다.
Q = K = V = torch.randn(1, 4, 8)
hidden = torch.full((4, 4), float("-inf")).triu(1)
weights = (Q @ K.transpose(-2, -1) / 8**0.5 + hidden).softmax(-1)  # (1, 4, 4)
masked = F.scaled_dot_product_attention(Q, K, V, is_causal=True)
print(weights[0].round(decimals=2))
assert torch.allclose(weights @ V, masked, atol=1e-5)
assert weights[0].triu(1).sum() == 0
