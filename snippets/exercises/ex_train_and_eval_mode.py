"""연습: 모드를 바꾸어 재고, 되돌려 놓고, 기울기를 끈다."""

# /// script
# [tool.maedeup.variants.still-training]
# title = "모드를 바꾸지 않으면 잴 때마다 다르다"
# replace = { "net.eval()  # 모드" = "pass" }
#
# [tool.maedeup.variants.only-no-grad]
# title = "`no_grad`는 모드를 바꾸지 않는다"
# replace = { "net.eval()  # 모드" = "torch.no_grad()" }
#
# [tool.maedeup.variants.left-in-eval]
# title = "재고 나서 되돌리지 않으면 그 뒤의 학습에 드롭아웃이 없다"
# replace = { "net.train(before)" = "pass" }
#
# [tool.maedeup.variants.always-train]
# title = "원래 eval 모드였다면 엉뚱한 모드로 바꾼다"
# replace = { "net.train(before)" = "net.train()" }
#
# [tool.maedeup.variants.eval-only]
# title = "eval 모드에서도 그래프는 쌓인다"
# replace = { "with torch.no_grad():" = "with torch.enable_grad():" }
# ///

# %% setup
import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(8, 16)
model = nn.Sequential(nn.Linear(16, 16), nn.Dropout(0.5), nn.Linear(16, 1))


# %% measure
def measure(net, x):
    net.eval()  # 모드
    return net(x)


# %% measure-check
assert torch.equal(measure(model.train(), x), measure(model.train(), x))


# %% restore
def measure_and_restore(net, x):
    before = net.training
    net.eval()
    out = net(x)
    net.train(before)
    return out


# %% restore-check
for mode in (True, False):
    first, second = (measure_and_restore(model.train(mode), x) for _ in range(2))
    assert torch.equal(first, second)  # 모드와 상관없이 흔들리지 않는다
    assert model.training is mode and model[1].training is mode


# %% light
def predict(net, x):
    net.eval()
    with torch.no_grad():
        return net(x)


# %% light-check
assert predict(model, x).grad_fn is None and not predict(model, x).requires_grad
