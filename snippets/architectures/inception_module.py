"""인셉션 모듈: 네 갈래의 합성곱을 나란히 두고 채널로 이어 붙인다.

주장: 네 갈래의 출력은 높이와 너비가 같고, 채널은 64 + 128 + 32 + 32 = 256이다.
    3x3 풀링은 패딩 1이 있어야 28을 지킨다.
출처: Szegedy et al. (2015) Figure 2, Table 1
"""

# %% setup
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)


# %% module
class Inception(nn.Module):
    def __init__(self, c_in, one, three_in, three, five_in, five, pool_out):
        super().__init__()

        def conv(a, b, k):  # 크기를 지키는 합성곱과 ReLU
            layer = nn.Conv2d(a, b, k, padding=k // 2, bias=False)
            return nn.Sequential(layer, nn.ReLU())

        # 옆 갈래와 크기를 맞추려면 패딩이 든다
        pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.branches = nn.ModuleList([
            conv(c_in, one, 1),
            nn.Sequential(conv(c_in, three_in, 1), conv(three_in, three, 3)),
            nn.Sequential(conv(c_in, five_in, 1), conv(five_in, five, 5)),
            nn.Sequential(pool, conv(c_in, pool_out, 1)),
        ])  # fmt: skip

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)


# %% shapes
module = Inception(192, 64, 96, 128, 16, 32, 32)  # GoogLeNet의 첫 모듈 3a
x = torch.randn(1, 192, 28, 28)
parts = [tuple(branch(x).shape) for branch in module.branches]
print(*parts, tuple(module(x).shape), sep="\n")
channels = [shape[1] for shape in parts]
assert {shape[2:] for shape in parts} == {(28, 28)}
assert channels == [64, 128, 32, 32]
assert F.max_pool2d(x, 3, stride=1).shape[-1] == 26  # 패딩이 없으면 28이 되지 않는다
assert module(x).shape == (1, sum(channels), 28, 28) == (1, 256, 28, 28)
