"""트랜스포머의 블록과 모델: 어텐션과 두 층을 잔차로 두르고, 들어가기 전에 맞춘다.

주장: 뒤를 가리면 어느 자리의 답도 그 뒤의 글자에 달리지 않는다.
출처: Vaswani et al. (2017); Xiong et al. (2020)
"""

# %% setup
import torch
from torch import nn


# %% block
class Block(nn.Module):
    def __init__(self, d, n_heads):
        super().__init__()
        self.attend = nn.MultiheadAttention(d, n_heads, batch_first=True)
        self.think = nn.Sequential(nn.Linear(d, 4 * d), nn.GELU(), nn.Linear(4 * d, d))
        self.norm_1, self.norm_2 = nn.LayerNorm(d), nn.LayerNorm(d)

    def forward(self, x, hidden):
        z = self.norm_1(x)
        x = x + self.attend(z, z, z, attn_mask=hidden, need_weights=False)[0]
        return x + self.think(self.norm_2(x))


# %% model
class Writer(nn.Module):
    def __init__(self, n, d, n_heads, length):
        super().__init__()
        self.letter, self.place = nn.Embedding(n, d), nn.Embedding(length, d)
        self.blocks = nn.ModuleList([Block(d, n_heads) for _ in range(2)])
        self.norm, self.out = nn.LayerNorm(d), nn.Linear(d, n)

    def forward(self, s, hidden):
        L = s.shape[1]
        x = self.letter(s) + self.place.weight[:L]  # (N, L, d)
        for block in self.blocks:
            x = block(x, hidden[:L, :L])
        return self.out(self.norm(x))  # (N, L, 글자의 수)


# %% causal
# 뒤를 가리는 표: 참인 자리는 보지 못한다. 마지막 글자를 바꾸어도 앞의 답은 그대로이다.
torch.manual_seed(0)
model, hidden = Writer(10, 16, 4, 8), torch.ones(8, 8, dtype=torch.bool).triu(1)
s = torch.randint(10, (2, 8))
other = s.clone()
other[:, -1] = (s[:, -1] + 1) % 10
change = (model(s, hidden) - model(other, hidden)).abs().amax((0, 2))  # (8,) 자리마다
assert change[:-1].max() < 1e-6 < change[-1]
