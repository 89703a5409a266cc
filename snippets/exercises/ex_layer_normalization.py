"""연습: 자리마다 맞추고, 어느 축을 모을지 고르고, 블록에 끼운다."""

# /// script
# [tool.maedeup.variants.whole-batch]
# title = "축을 정하지 않으면 배치 전체를 함께 맞춘다"
# replace = { "x.mean(-1, keepdim=True)" = "x.mean()" }
#
# [tool.maedeup.variants.sample-std]
# title = "n-1로 나누면 torch의 층과 다르다"
# replace = { "unbiased=False" = "unbiased=True" }
#
# [tool.maedeup.variants.batch-count]
# title = "배치마다 하나가 아니라 특성마다 하나이다"
# replace = { "2 * shape[-1]" = "2 * shape[0]" }
#
# [tool.maedeup.variants.one-set]
# title = "감마만 세고 베타를 빠뜨렸다"
# replace = { "2 * shape[-1]" = "shape[-1]" }
#
# [tool.maedeup.variants.after]
# title = "더한 뒤에 맞추면 입력이 그대로 지나가지 못한다"
# replace = { "x + layer(norm(x))" = "norm(x + layer(x))" }
#
# [tool.maedeup.variants.no-sum]
# title = "더하지 않으면 스킵 연결이 없다"
# replace = { "x + layer(norm(x))" = "layer(norm(x))" }
# ///

# %% setup
import torch
from torch import nn

torch.manual_seed(0)
x = 2 * torch.randn(3, 4, 8) + 1  # (N, L, d)


# %% normalize
def normalize(x):
    mean = x.mean(-1, keepdim=True)
    return (x - mean) / x.std(-1, unbiased=False, keepdim=True)


# %% normalize-check
assert torch.allclose(normalize(x), nn.LayerNorm(8)(x), atol=1e-4)


# %% count
def n_learned(shape):
    return 2 * shape[-1]


# %% count-check
assert n_learned(x.shape) == sum(p.numel() for p in nn.LayerNorm(8).parameters())


# %% block
def pre_block(x, norm, layer):
    return x + layer(norm(x))


# %% block-check
silent = nn.Linear(8, 8)
nn.init.zeros_(silent.weight), nn.init.zeros_(silent.bias)
assert torch.equal(pre_block(x, nn.LayerNorm(8), silent), x)
