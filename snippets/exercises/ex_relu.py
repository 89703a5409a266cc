"""연습: 끊고, 죽은 것을 찾고, 새게 한다."""

# /// script
# [tool.maedeup.variants.mirror]
# title = "절댓값은 음수를 끊지 않고 뒤집는다"
# replace = { "x.clamp(min=0)" = "x.abs()" }
#
# [tool.maedeup.variants.any]
# title = "꺼진 표본이 하나 있다고 죽은 것은 아니다"
# replace = { "(scores <= 0).all()" = "(scores <= 0).any()" }
#
# [tool.maedeup.variants.constant]
# title = "작은 상수를 돌려주면 그쪽의 기울기는 다시 0이다"
# replace = { "a * x)" = "a + 0 * x)" }
# ///

# %% setup
import torch


# %% cut
def relu(x):
    return x.clamp(min=0)

# %% cut-check
x = torch.tensor([-2.0, 0.0, 3.0])
assert torch.equal(relu(x), torch.relu(x))

# %% dead
def is_dead(scores):
    return bool((scores <= 0).all())

# %% dead-check
assert is_dead(torch.tensor([-1.0, 0.0, -3.0]))
assert not is_dead(torch.tensor([-1.0, 2.0, -3.0]))

# %% leak
def leaky(x, a=0.01):
    return torch.where(x > 0, x, a * x)

# %% leak-check
z = torch.tensor([-4.0, 2.0], requires_grad=True)
leaky(z).sum().backward()
assert torch.allclose(z.grad, torch.tensor([0.01, 1.0]))
