"""레지듀얼 블록: 블록을 지난 f(x)에 지나지 않은 x를 더한다.

주장: 직접 쓴 블록이 torchvision의 BasicBlock과 값이 같다.
    더한 값의 도함수는 f'(x) + 1이고, 그 뒤의 렐루는 합이 음수인 자리에서 그것까지 지운다.
    감마를 0으로 두면 블록은 x를 그대로 낸다.
    크기가 다르면 더할 수 없고, 1x1 스트라이드 2의 투영은 네 자리 가운데 하나만 읽는다.
출처: He, Zhang, Ren & Sun (2016a); torchvision.models.resnet
"""

# %% setup
import torch
from torch import nn
from torchvision.models.resnet import BasicBlock

torch.manual_seed(0)


# %% block
class ResidualBlock(nn.Module):
    def __init__(self, c_in, c_out, stride=1):
        super().__init__()
        self.f = nn.Sequential(
            nn.Conv2d(c_in, c_out, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(c_out),
            nn.ReLU(),
            nn.Conv2d(c_out, c_out, 3, padding=1, bias=False),
            nn.BatchNorm2d(c_out),
        )
        self.shortcut = nn.Identity()
        if stride != 1 or c_in != c_out:  # 모양이 다르면 x도 맞춰 준다
            self.shortcut = nn.Sequential(
                nn.Conv2d(c_in, c_out, 1, stride, bias=False), nn.BatchNorm2d(c_out)
            )

    def forward(self, x):
        return torch.relu(self.f(x) + self.shortcut(x))


# %% same
x = torch.randn(2, 64, 56, 56)
mine, theirs = ResidualBlock(64, 64), BasicBlock(64, 64)
theirs.load_state_dict(dict(zip(theirs.state_dict(), mine.state_dict().values())))
error = (mine(x) - theirs(x)).abs().max().item()
print(tuple(mine(x).shape), f"{error:.0e}")
assert error < 1e-6
assert (x + torch.relu(mine.f(x)) >= x).all()  # 먼저 렐루를 지나면 줄일 수 없다

# %% derivative
t = torch.tensor(0.02, requires_grad=True)
(slope_f,) = torch.autograd.grad(torch.sin(t) ** 2, t)  # 거의 평평한 자리
(slope_skip,) = torch.autograd.grad(torch.sin(t) ** 2 + t, t)
print(f"{slope_f:.4f} {slope_skip:.4f}")
assert torch.isclose(slope_skip, slope_f + 1) and slope_f < 0.05

# %% after-relu
h = torch.tensor([-0.5, 0.5], requires_grad=True)
(slope_after,) = torch.autograd.grad(torch.relu(0.1 * h + h).sum(), h)  # f(h) = 0.1h
print(slope_after)
assert torch.allclose(slope_after, torch.tensor([0.0, 1.1]))  # 합이 음수이면 1도 지워진다

# %% starts-as-identity
quiet = ResidualBlock(64, 64)
nn.init.zeros_(quiet.f[-1].weight)  # 마지막 배치 정규화의 감마
positive = x.relu()
assert torch.equal(quiet(positive), positive)

# %% mismatch
narrow = ResidualBlock(64, 128, stride=2)
print(tuple(narrow.f(x).shape), tuple(narrow.shortcut(x).shape))
try:
    narrow.f(x) + x
    raise AssertionError("모양이 다른데 더해졌다")
except RuntimeError as e:
    print(type(e).__name__, e)
assert narrow(x).shape == (2, 128, 28, 28)

# %% what-it-reads
# 4x4 입력을 1x1, 스트라이드 2로 투영해 2x2를 만든다.
# 어느 자리가 쓰였는지는 기울기로 본다.
small = torch.ones(1, 64, 4, 4, requires_grad=True)
narrow.shortcut[0](small).square().sum().backward()
read = small.grad.abs().sum(1)[0] > 0  # (4, 4)
n_read, n_positions = int(read.sum()), read.numel()
print(read.int())
assert (n_read, n_positions) == (4, 16)
