"""연습: 손으로 미분하고, 비우고, 기록을 끈다."""

# /// script
# [tool.maedeup.variants.no-inner]
# title = "안쪽의 도함수 $x$를 곱하지 않았다"
# replace = { "- target) * x" = "- target)" }
#
# [tool.maedeup.variants.piled-up]
# title = "비우지 않으면 두 번의 기울기가 더해진다"
# replace = { "p.grad = None" = "pass" }
#
# [tool.maedeup.variants.recorded]
# title = "블록이 없으면 그래프가 따라온다"
# replace = { "with torch.no_grad():" = "if True:" }
# ///

# %% setup
import torch

w, x, target = torch.tensor(3.0, requires_grad=True), 2.0, 5.0
p = torch.tensor(2.0, requires_grad=True)

# %% by-hand
by_hand = 2 * (w.item() * x - target) * x

# %% by-hand-check
((w * x - target) ** 2).backward()
assert by_hand == w.grad.item()

# %% clear
for _ in range(2):
    p.grad = None
    (p**2).backward()

# %% clear-check
assert p.grad is not None
assert p.grad == 4

# %% quiet
with torch.no_grad():
    y = w * 3

# %% quiet-check
assert y == 9
assert not y.requires_grad
