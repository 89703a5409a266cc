"""연습: 두 층을 접고, 꺾임을 미분하고, XOR을 푼다."""

# /// script
# [tool.maedeup.variants.lost-bias]
# title = "첫 층의 편향도 둘째 층을 지난다"
# replace = { "b = W2 @ b1 + b2" = "b = b2" }
#
# [tool.maedeup.variants.at-zero]
# title = "torch는 꺾이는 점 0의 기울기를 0으로 정했다"
# replace = { "(z > 0)" = "(z >= 0)" }
#
# [tool.maedeup.variants.no-bend]
# title = "활성화를 빼면 직선이라 다시 내려오지 못한다"
# replace = { "torch.relu(s) - 2 * torch.relu(s - 1)" = "s - 2 * (s - 1)" }
#
# [tool.maedeup.variants.too-weak]
# title = "한 배만 빼면 2에서 1에 머문다"
# replace = { "2 * torch.relu(s - 1)" = "torch.relu(s - 1)" }
# ///

# %% setup
import torch

torch.manual_seed(0)
W1, b1, W2, b2 = torch.randn(3, 2), torch.randn(3), torch.randn(1, 3), torch.randn(1)
s = torch.tensor([0.0, 1.0, 1.0, 2.0])  # 두 입력의 합: 00, 01, 10, 11

# %% collapse
W = W2 @ W1
b = W2 @ b1 + b2

# %% collapse-check
x = torch.randn(2)
assert torch.allclose(W2 @ (W1 @ x + b1) + b2, W @ x + b, atol=1e-5)

# %% slope
def slope(z):
    return (z > 0).float()

# %% slope-check
z = torch.tensor([-1.0, 0.0, 2.0], requires_grad=True)
torch.relu(z).sum().backward()
assert torch.equal(slope(z.detach()), z.grad)

# %% xor
xor = torch.relu(s) - 2 * torch.relu(s - 1)

# %% xor-check
assert xor.tolist() == [0, 1, 1, 0]
