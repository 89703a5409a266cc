"""멀티헤드 어텐션: 벡터를 몇 도막으로 나누어 저마다 다른 곳을 보고 이어 붙인다.

주장: 나누고, 저마다 어텐션을 하고, 이어 붙여 선형층을 지난 것이 nn.MultiheadAttention과 같다.
    헤드의 수를 바꾸어도 파라미터의 수는 같다.
출처: Vaswani et al. (2017) 3.2.2절
"""

# %% setup
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
d, n_heads = 32, 4


# %% heads
def split(x):
    return x.unflatten(-1, (n_heads, -1)).transpose(1, 2)  # (N, L, 32) -> (N, 4, L, 8)


def multi_head(x, layer):
    q, k, v = F.linear(x, layer.in_proj_weight, layer.in_proj_bias).chunk(3, dim=-1)
    q, k, v = split(q), split(k), split(v)
    weights = (q @ k.transpose(-2, -1) / (d / n_heads) ** 0.5).softmax(-1)  # (N, 4, L, L)
    joined = (weights @ v).transpose(1, 2).flatten(2)  # (N, L, 32) 도막을 잇는다
    return layer.out_proj(joined), weights


# %% same-as-torch
layer = nn.MultiheadAttention(d, n_heads, batch_first=True)
x = torch.randn(2, 6, d)
out, weights = multi_head(x, layer)
library, library_weights = layer(x, x, x, average_attn_weights=False)
print(tuple(weights.shape), "->", tuple(out.shape))
assert torch.allclose(out, library, atol=1e-6)
assert torch.allclose(weights, library_weights, atol=1e-6)

# %% parameters
counts = {h: sum(p.numel() for p in nn.MultiheadAttention(d, h).parameters()) for h in (1, 2, 4, 8)}
n_params = counts[4]
print(counts)
assert len(set(counts.values())) == 1

# %% averaged
# torch는 따로 말하지 않으면 헤드를 평균한 가중치를 돌려준다.
shown = layer(x, x, x)[1]  # (2, 6, 6)
hidden_gap = (weights - shown[:, None]).abs().max().item()
print(f"평균과 헤드 하나의 가장 큰 차이 {hidden_gap:.2f}")
assert torch.allclose(shown, weights.mean(1), atol=1e-6) and hidden_gap > 0.1
