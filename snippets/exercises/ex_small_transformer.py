"""연습: 정답을 한 글자 당기고, 뒤를 가리고, 온도로 고른다."""

# /// script
# [tool.maedeup.variants.same]
# title = "읽은 글자를 그대로 맞히게 하면 배울 것이 없다"
# replace = { "s[:, :-1], s[:, 1:]" = "s[:, :-1], s[:, :-1]" }
#
# [tool.maedeup.variants.backward]
# title = "거꾸로 앞 글자를 맞히게 된다"
# replace = { "s[:, :-1], s[:, 1:]" = "s[:, 1:], s[:, :-1]" }
#
# [tool.maedeup.variants.self-hidden]
# title = "자기 자리까지 가리면 첫 자리는 볼 것이 없어 NaN이 된다"
# replace = { "triu(1)" = "triu(0)" }
#
# [tool.maedeup.variants.past-hidden]
# title = "앞을 가리고 뒤를 보게 했다"
# replace = { "triu(1)" = "tril(-1)" }
#
# [tool.maedeup.variants.multiplied]
# title = "곱하면 온도가 낮을수록 고르게 섞인다"
# replace = { "logits / heat" = "logits * heat" }
# ///

# %% setup
import torch

s = torch.tensor([[5, 6, 7, 8]])


# %% shift
def shift(s):
    return s[:, :-1], s[:, 1:]


# %% shift-check
read, target = shift(s)
assert read.tolist() == [[5, 6, 7]] and target.tolist() == [[6, 7, 8]]


# %% hide
def hide(scores):
    later = torch.ones_like(scores, dtype=torch.bool).triu(1)
    return scores.masked_fill(later, float("-inf"))


# %% hide-check
weights = hide(torch.zeros(3, 3)).softmax(-1)
assert not weights.isnan().any()
assert torch.allclose(weights[0], torch.tensor([1.0, 0, 0]))
assert torch.allclose(weights[1], torch.tensor([0.5, 0.5, 0]))


# %% heat
def choose(logits, heat):
    return (logits / heat).softmax(-1)


# %% heat-check
logits = torch.tensor([2.0, 1.0, 0.0])
assert torch.allclose(choose(logits, 1.0), logits.softmax(-1))
assert choose(logits, 0.1)[0] > 0.99 > choose(logits, 1.0)[0]
assert choose(logits, 100.0).max() < 0.35
