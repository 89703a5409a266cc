"""연습: 넘치지 않게, 축을 맞추어, 뾰족하게."""

# /// script
# [tool.maedeup.variants.overflow]
# title = "큰 점수의 지수는 무한대가 된다"
# replace = { "torch.exp(z - z.max())" = "torch.exp(z)" }
#
# [tool.maedeup.variants.over-samples]
# title = "`dim=0`은 표본끼리 확률을 나누어 가지게 한다"
# replace = { "softmax(scores, dim=1)" = "softmax(scores, dim=0)" }
#
# [tool.maedeup.variants.upside-down]
# title = "곱하면 온도가 높을 때 뾰족해진다"
# replace = { "z / T" = "z * T" }
# ///

# %% setup
import torch

scores = torch.tensor([[1.0, 2.0, 3.0], [1.0, 1.0, 1.0]])  # 표본 둘, 클래스 셋

# %% stable
def softmax(z):
    e = torch.exp(z - z.max())
    return e / e.sum()

# %% stable-check
z = torch.tensor([1.0, 2.0, 3.0])
assert torch.allclose(softmax(z), torch.softmax(z, dim=0))
assert torch.allclose(softmax(z + 1000), softmax(z))

# %% axis
probs = torch.softmax(scores, dim=1)

# %% axis-check
assert torch.allclose(probs.sum(dim=1), torch.ones(2))
assert torch.allclose(probs[1], torch.full((3,), 1 / 3))

# %% sharpen
def with_temperature(z, T):
    return torch.softmax(z / T, dim=0)

# %% sharpen-check
z = torch.tensor([1.0, 2.0, 3.0])
assert with_temperature(z, 0.1).max() > 0.99
assert with_temperature(z, 100.0).max() < 0.35
