"""연습: He 초기화를 쓰고, 값의 크기를 미리 셈하고, 모델에 입힌다."""

# /// script
# [tool.maedeup.variants.by-outputs]
# title = "나가는 수로 나누면 들어오는 값의 합이 커지는 것을 막지 못한다"
# replace = { "(2 / n_in) ** 0.5" = "(2 / n_out) ** 0.5" }
#
# [tool.maedeup.variants.variance-as-std]
# title = "2/n은 분산이다. 표준편차로 쓰면 값이 곧 사라진다"
# replace = { "(2 / n_in) ** 0.5" = "2 / n_in" }
#
# [tool.maedeup.variants.never-off]
# title = "렐루가 절반을 끄는 것을 빠뜨리면 He의 값도 커진다고 말하게 된다"
# replace = { "(share / 2)" = "share" }
#
# [tool.maedeup.variants.squared-size]
# title = "크기의 제곱에 대한 배율이다. 제곱근을 빠뜨렸다"
# replace = { "(depth / 2)" = "depth" }
#
# [tool.maedeup.variants.top-only]
# title = "맨 바깥의 자식만 보면 안에 든 층을 놓친다"
# replace = { "net.modules()" = "net.children()" }
#
# [tool.maedeup.variants.noisy-bias]
# title = "편향을 그대로 두면 0이 아니다"
# replace = { "nn.init.zeros_(layer.bias)" = "pass" }
# ///

# %% setup
import torch
from torch import nn


# %% he
def he(n_in, n_out):
    return torch.randn(n_in, n_out) * (2 / n_in) ** 0.5


# %% he-check
torch.manual_seed(0)
assert he(800, 200).shape == (800, 200)
assert abs(he(800, 200).var() * 800 - 2) < 0.05
assert abs(he(100, 900).var() * 100 - 2) < 0.05


# %% survive
def survive(share, depth):
    return (share / 2) ** (depth / 2)


# %% survive-check
assert survive(2, 50) == 1
assert abs(survive(1, 2) - 0.5) < 1e-12
assert abs(survive(4, 6) - 8) < 1e-12


# %% clothe
def clothe(net):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    return net


# %% clothe-check
torch.manual_seed(0)
inner = nn.Sequential(nn.Linear(400, 400), nn.ReLU())
dressed = clothe(nn.Sequential(inner, nn.Linear(400, 10)))
assert abs(inner[0].weight.var() * 400 - 2) < 0.05
assert all((layer.bias == 0).all() for layer in (inner[0], dressed[1]))
