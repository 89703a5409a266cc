"""트랜스포머 블록의 파라미터: 절반이 넘는 수가 어텐션이 아니라 뒤의 두 층에 있다.

주장: 폭 16에서 512까지 블록의 파라미터에서 두 층이 차지하는 몫은 늘 60%와 70% 사이이다.
출처: Vaswani et al. (2017) 3.3절
"""

# %% setup
from torch import nn


# %% parts
def count(module):
    return sum(p.numel() for p in module.parameters())


shares = []
for d in (16, 48, 128, 512):
    block = nn.TransformerEncoderLayer(d, 4, dim_feedforward=4 * d)
    shares.append((count(block.linear1) + count(block.linear2)) / count(block))
    print(f"폭 {d}: 어텐션 {count(block.self_attn):,}, 두 층의 몫 {shares[-1]:.0%}")
assert all(0.6 < share < 0.7 for share in shares)
