"""레지듀얼 블록을 쌓은 실습의 물음에 답한다.

주장: 14층을 SGD(모멘텀 0.9)로 30걸음 배운 훈련 손실과 시험 정확도를 시드 다섯으로 견준다. 걸음을
    열 배로 늘린 것은 시드 하나뿐이라 이겼다고 말하지 않는다.
출처: 매듭의 실험 (scikit-learn digits)
"""

# /// script
# [tool.maedeup]
# timeout_s = 600
# ///

# %% setup
import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.nn.functional import cross_entropy

digits = load_digits()
x = torch.tensor(digits.images / 16, dtype=torch.float32)[:, None]  # (N, 1, 8, 8)
y = torch.tensor(digits.target)
train, test = train_test_split(np.arange(len(x)), test_size=0.3, stratify=y, random_state=0)
n_seeds = 5


# %% block
def normed(c_in, c_out, size, stride=1):
    conv = nn.Conv2d(c_in, c_out, size, stride, padding=size // 2, bias=False)
    return [conv, nn.BatchNorm2d(c_out)]


class Block(nn.Module):
    def __init__(self, c_in, c_out, stride, skip, narrow, quiet):
        super().__init__()
        if narrow:  # 병목: 1x1로 좁히고 3x3을 한 뒤 1x1로 되돌린다
            mid = c_out // 4
            layers = [*normed(c_in, mid, 1), nn.ReLU(), *normed(mid, mid, 3, stride), nn.ReLU()]
            layers += normed(mid, c_out, 1)
        else:
            layers = [*normed(c_in, c_out, 3, stride), nn.ReLU(), *normed(c_out, c_out, 3)]
        if quiet:  # 마지막 감마를 0으로 두면 블록이 입력을 그대로 내보내며 시작한다
            nn.init.zeros_(layers[-1].weight)
        self.f, self.skip, self.shortcut = nn.Sequential(*layers), skip, nn.Identity()
        if skip and c_in != c_out:
            self.shortcut = nn.Sequential(*normed(c_in, c_out, 1, stride))

    def forward(self, x):
        return torch.relu(self.f(x) + self.shortcut(x) if self.skip else self.f(x))


def build(skip=True, narrow=False, quiet=False, n=2):
    layers, c = [*normed(1, 8, 3), nn.ReLU()], 8
    for c_out in (8, 16, 32):  # 8x8, 4x4, 2x2
        for i in range(n):
            stride = 2 if i == 0 and c_out > 8 else 1
            layers.append(Block(c, c_out, stride, skip, narrow, quiet))
            c = c_out
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(c, 10))


# %% train
def learn(seed, lr=0.1, n_steps=30, **how):
    """훈련 손실과 시험 정확도."""
    torch.manual_seed(seed)
    net, order = build(**how), np.random.default_rng(seed)
    rule = {"momentum": 0.9, "weight_decay": 1e-4, "fused": True}
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, **rule)
    decay = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, n_steps)
    for _ in range(n_steps):
        batch = order.choice(train, 32, replace=False)
        loss = cross_entropy(net(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        decay.step()
    net.eval()
    with torch.no_grad():
        right = (net(x[test]).argmax(1) == y[test]).float().mean().item()
        return cross_entropy(net(x[train]), y[train]).item(), right


plain = {"skip": False}
settings = {"그냥, 0.1": plain, "그냥, 0.01": {**plain, "lr": 0.01}, "스킵": {}}
settings |= {"감마 0": {"quiet": True}, "병목": {"narrow": True}}
runs = {name: np.array([learn(s, **how) for s in range(n_seeds)]) for name, how in settings.items()}
for name, both in runs.items():  # both: (시드, 손실과 정확도)
    print(name, both.round(3).tolist())

# %% rate
high_loss, low_loss, skip_loss, quiet_loss, narrow_loss = (
    float(np.median(both[:, 0])) for both in runs.values()
)
high_acc, low_acc, skip_acc, quiet_acc, narrow_acc = (
    float(np.median(both[:, 1])) for both in runs.values()
)
n_low = int((runs["그냥, 0.01"][:, 0] < runs["그냥, 0.1"][:, 0]).sum())

# %% longer
long_loss, long_acc = learn(0, n_steps=300, **plain)
short_loss = float(runs["그냥, 0.1"][0, 0])
print(f"시드 0, 300걸음: 훈련 손실 {long_loss:.3f}, 시험 정확도 {long_acc:.3f}")

# %% gamma
n_quiet = int((runs["감마 0"][:, 0] < runs["스킵"][:, 0]).sum())
first = build(quiet=True).eval()
with torch.no_grad():
    h = first[2](first[1](first[0](x[:4])))
    assert torch.equal(first[3](h), h)  # 채널이 그대로인 블록은 아무것도 하지 않으며 시작한다

# %% narrow
n_basic, n_narrow = (sum(p.numel() for p in build(narrow=w).parameters()) for w in (False, True))
n_better = int((runs["병목"][:, 1] > runs["스킵"][:, 1]).sum())
print(f"파라미터 {n_basic:,}개 -> {n_narrow:,}개")
