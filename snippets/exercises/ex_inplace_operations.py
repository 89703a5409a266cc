"""연습: 바꾸지 않고 셈하고, 베껴서 바꾸고, 기록을 끄고 바꾼다."""

# /// script
# [tool.maedeup.variants.underscore]
# title = "밑줄이 있으면 `t`도 두 배가 된다"
# replace = { "t.mul(2)" = "t.mul_(2)" }
#
# [tool.maedeup.variants.view]
# title = "뷰를 바꾸면 `grid`도 바뀐다"
# replace = { "grid[0].clone()" = "grid[0]" }
#
# [tool.maedeup.variants.new-tensor]
# title = "새 텐서에 이름을 옮겨 달면 기울기를 구하지 않게 된다"
# replace = { "p -= 0.1 * p.grad" = "p = p - 0.1 * p.grad" }
# ///

# %% setup
import torch

t = torch.tensor([1.0, 2.0])
grid = torch.zeros(2, 3)
p = torch.tensor([2.0], requires_grad=True)
(p**2).sum().backward()  # p.grad는 4

# %% keep
doubled = t.mul(2)

# %% keep-check
assert doubled.tolist() == [2, 4]
assert t.tolist() == [1, 2]

# %% copy-row
first = grid[0].clone()
first += 1

# %% copy-row-check
assert first.tolist() == [1, 1, 1]
assert grid.sum() == 0

# %% update
with torch.no_grad():
    p -= 0.1 * p.grad

# %% update-check
assert abs(p.item() - 1.6) < 1e-6
assert p.requires_grad and p.is_leaf
