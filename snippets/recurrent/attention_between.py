"""두 수열 사이의 어텐션: 벡터 하나로 줄이지 않고, 쓰는 쪽이 읽은 쪽의 모든 자리를 되돌아본다.

주장: 긴 수열을 같은 크기의 벡터 하나로 줄이면 가장 나은 선형 압축도 잃는 몫이 길이와 함께 는다.
    nn.TransformerDecoderLayer의 출력은 읽은 글의 모든 자리에 기대지만, 쓰는 글의 뒤에는 기대지
    않는다. 교차 어텐션의 가중치는 (쓰는 길이, 읽은 길이)이고 행의 합이 1이다.
출처: Bahdanau, Cho & Bengio (2014); Xu et al. (2015); Vaswani et al. (2017)
"""

# %% setup
import torch
from torch import nn

torch.manual_seed(0)
d = 16


# %% bottleneck
def lost(length):
    """서로 상관없는 벡터 length개를 수 d개로 줄였다가 되돌린 뒤 사라진 몫."""
    x = torch.randn(2000, length * d)  # 수열 2,000개를 한 줄로 편 것
    s = torch.linalg.svdvals(x)  # 가장 나은 선형 압축은 큰 특잇값 d개를 남긴다
    return 1 - (s[:d].square().sum() / s.square().sum()).item()


lost_2, lost_8, lost_32 = (lost(n) for n in (2, 8, 32))
print(f"길이 2, 8, 32: {lost_2:.2f}, {lost_8:.2f}, {lost_32:.2f}")
assert lost_2 < lost_8 < lost_32

# %% cross
read, written = torch.randn(1, 7, d), torch.randn(1, 4, d)  # 읽은 글 일곱, 쓰는 글 넷
to_q, to_k, to_v = (nn.Linear(d, d) for _ in range(3))
q, k, v = to_q(written), to_k(read), to_v(read)  # 질의는 쓰는 쪽, 키와 값은 읽은 쪽
weights = (q @ k.transpose(1, 2) / d**0.5).softmax(-1)  # (1, 4, 7)
out = weights @ v  # (1, 4, d) 쓰는 자리마다 다른 요약
print(tuple(weights.shape), "->", tuple(out.shape))
assert torch.allclose(weights.sum(-1), torch.ones(1, 4))

# %% decoder
layer = nn.TransformerDecoderLayer(d, nhead=4, dim_feedforward=32, dropout=0.0, batch_first=True)
read.requires_grad_()
written.requires_grad_()
hidden = nn.Transformer.generate_square_subsequent_mask(4)  # 자기 뒤의 글자를 가린다
second = layer(written, read, tgt_mask=hidden)[0, 1, 0]  # 둘째 자리의 출력 하나
second.backward()
from_read, from_written = (g.grad[0].abs().sum(1) for g in (read, written))  # (7,), (4,)
print("읽은 글:", (from_read > 0).tolist())
print("쓰는 글:", (from_written > 0).tolist())
assert (from_read > 0).all()
assert (from_written > 0).tolist() == [True, True, False, False]
