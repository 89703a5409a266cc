"""연습: 선형층을 거꾸로 지나고, 편향을 모으고, 렐루를 거꾸로 지난다."""

# /// script
# [tool.maedeup.variants.divided]
# title = "손실이 합이면 표본의 수로 또 나누지 않는다"
# replace = { "x.T @ D" = "x.T @ D / len(x)" }
#
# [tool.maedeup.variants.own-input]
# title = "입력의 기울기에는 입력이 아니라 가중치가 곱해진다"
# replace = { "return D @ W.T" = "return x" }
#
# [tool.maedeup.variants.averaged]
# title = "표본마다 더해졌으므로 평균이 아니라 합이다"
# replace = { "D.sum(0)" = "D.mean(0)" }
#
# [tool.maedeup.variants.all-summed]
# title = "출력의 축까지 더하면 편향마다의 기울기가 섞인다"
# replace = { "D.sum(0)" = "D.sum()" }
#
# [tool.maedeup.variants.through]
# title = "꺼진 자리로도 기울기를 보냈다"
# replace = { "D * (z > 0)" = "D" }
#
# [tool.maedeup.variants.of-output]
# title = "렐루의 값이 아니라 도함수를 곱한다"
# replace = { "D * (z > 0)" = "D * z.relu()" }
# ///

# %% setup
import torch

torch.manual_seed(0)
x, W = torch.randn(5, 3, requires_grad=True), torch.randn(3, 2, requires_grad=True)
b = torch.zeros(2, requires_grad=True)
z = x @ W + b  # (5, 2)
z.relu().square().sum().backward()
with torch.no_grad():
    from_above = 2 * z.relu()  # 렐루의 출력까지 되돌아온 기울기 (5, 2)


# %% relu
def relu_back(D, z):
    return D * (z > 0)


# %% relu-check
example = torch.tensor([[3.0, -1.0, 0.0]])
assert relu_back(torch.tensor([[5.0, 6.0, 7.0]]), example).tolist() == [[5, 0, 0]]


# %% linear
def linear_back(D, x, W):
    return D @ W.T, x.T @ D


# %% linear-check
D = from_above * (z > 0)
with torch.no_grad():
    for_x, for_W = linear_back(D, x, W)
assert torch.allclose(for_x, x.grad) and torch.allclose(for_W, W.grad)


# %% bias
def bias_back(D):
    return D.sum(0)


# %% bias-check
assert bias_back(torch.ones(5, 2)).tolist() == [5, 5]
assert torch.allclose(bias_back(D), b.grad)
