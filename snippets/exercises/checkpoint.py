"""점검: 처음 다섯 저녁의 물음에 답하는 값.

주장: 브로드캐스팅은 뒤에서 맞추고, 뷰를 바꾸면 원본도 바뀌며, 2/8을 넘는 학습률은 멀어진다.
"""

# %% setup
import torch

# %% shapes
difference_shape = tuple((torch.zeros(4, 1) - torch.zeros(4)).shape)

# %% view
grid = torch.zeros(2, 3)
row = grid[0]
row += 5
grid_sum = grid.sum().item()

# %% chain
w = torch.tensor(1.0, requires_grad=True)
((2 * w - 6) ** 2).backward()
slope = w.grad.item()

# %% one-step
stepped = w.item() - 0.1 * slope

# %% error
mse = ((torch.tensor([1.0, 2.0, 4.0]) - 2) ** 2).mean().item()


# %% rates
# 최솟점 3까지의 거리가 스무 걸음 뒤에 얼마인지 본다.
def distance(lr, n=20):
    v = 1.0
    for _ in range(n):
        v = v - lr * 4 * (2 * v - 6)
    return abs(v - 3)


limit = 2 / 8
far, near = distance(1.05 * limit), distance(0.95 * limit)
assert far > 2 > near
