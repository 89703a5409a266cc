"""연습: 층을 잇고, 클래스로 쓰고, 등록한다."""

# /// script
# [tool.maedeup.variants.no-bend]
# title = "활성화가 없으면 두 층이 한 층과 같다"
# replace = { "nn.ReLU(), nn.Linear(8, 3)" = "nn.Linear(8, 3)" }
#
# [tool.maedeup.variants.swapped]
# title = "`nn.Linear`는 입력의 수를 먼저 받는다"
# [tool.maedeup.variants.swapped.replace]
# "nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)" = "nn.Linear(8, 4), nn.ReLU(), nn.Linear(3, 8)"
#
# [tool.maedeup.variants.plain]
# title = "입력을 더하지 않으면 보통의 층이다"
# replace = { "x + self.layer(x)" = "self.layer(x)" }
#
# [tool.maedeup.variants.tensors]
# title = "텐서의 수가 아니라 원소의 수를 센다"
# replace = { "sum(p.numel() for p in module.parameters())" = "len(list(module.parameters()))" }
# ///

# %% setup
import torch
from torch import nn

torch.manual_seed(0)

# %% sequential
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))

# %% sequential-check
assert net is not ...
shapes = [tuple(p.shape) for p in net.parameters()]
assert shapes == [(8, 4), (8,), (3, 8), (3,)]
assert any(isinstance(layer, nn.ReLU) for layer in net)

# %% residual
class Skip(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.layer = nn.Linear(n, n)

    def forward(self, x):
        return x + self.layer(x)

# %% residual-check
block, x = Skip(3), torch.ones(2, 3)
assert torch.equal(block(x), x + block.layer(x))
assert len(list(block.parameters())) == 2

# %% count
def count(module):
    return sum(p.numel() for p in module.parameters())

# %% count-check
assert count(nn.Linear(5, 8)) == 48
assert count(nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))) == 13
