"""연습: 도막으로 나누고, 도로 잇고, 어디를 보는지 헤드마다 찾는다."""

# /// script
# [tool.maedeup.variants.cut-across]
# title = "자리의 축을 건너 잘라 특성이 섞인다"
# [tool.maedeup.variants.cut-across.replace]
# "x.unflatten(-1, (h, -1)).transpose(1, 2)" = "x.reshape(len(x), h, x.shape[1], -1)"
#
# [tool.maedeup.variants.no-swap]
# title = "축을 되돌리지 않고 이으면 헤드가 자리처럼 이어진다"
# replace = { "x.transpose(1, 2).flatten(2)" = "x.flatten(1, 2)" }
#
# [tool.maedeup.variants.whole-width]
# title = "나눈 뒤의 폭이 아니라 전체의 폭으로 나누면 점수가 너무 작다"
# replace = { "(d / h) ** 0.5" = "d**0.5" }
#
# [tool.maedeup.variants.not-rooted]
# title = "제곱근을 빠뜨렸다"
# replace = { "(d / h) ** 0.5" = "(d / h)" }
# ///

# %% setup
import torch

x = torch.arange(48.0).reshape(2, 4, 6)  # (N, L, d) 글 둘, 자리 넷, 특성 여섯


# %% split
def split(x, h):
    return x.unflatten(-1, (h, -1)).transpose(1, 2)


# %% split-check
assert split(x, 3).shape == (2, 3, 4, 2)
assert split(x, 3)[0, 1, 2].tolist() == x[0, 2, 2:4].tolist()


# %% join
def join(x):
    return x.transpose(1, 2).flatten(2)


# %% join-check
assert join(x.unflatten(-1, (3, -1)).transpose(1, 2)).equal(x)


# %% scale
def scores(q, k, d, h):
    return q @ k.transpose(-2, -1) / (d / h) ** 0.5


# %% scale-check
torch.manual_seed(0)
q, k = torch.randn(200, 8, 5, 4), torch.randn(200, 8, 5, 4)  # 폭 32를 헤드 여덟으로
assert abs(scores(q, k, 32, 8).std() - 1) < 0.05
