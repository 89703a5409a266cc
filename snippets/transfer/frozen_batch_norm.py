"""얼려도 움직인다: requires_grad=False는 배치 정규화의 이동 평균을 막지 못한다.

주장: 파라미터를 모두 얼린 ResNet-18도 train 모드에서 한 번 지나면 running_mean이 바뀐다.
    백본을 train 모드로 둔 채 특성을 뽑으면 옛 문제의 정확도가 무너지고, eval이면 그대로다
    (시드 다섯 모두).
출처: PyTorch 문서 BatchNorm2d; scikit-learn digits
"""

# %% setup
import copy

import torch
from moving_digits import pick, pool, source_test
from small_cnn import fit, pretrain, score
from torch import nn
from torchvision import models

torch.manual_seed(0)

# %% drift
net = models.resnet18(weights=None)
for p in net.parameters():
    p.requires_grad = False
before = net.bn1.running_mean.clone()
net(torch.randn(4, 3, 64, 64) + 1)  # 기울기도 옵티마이저도 없이 지나기만 했다
drift = (net.bn1.running_mean - before).abs().max().item()
net.eval()
settled = net.bn1.running_mean.clone()
net(torch.randn(4, 3, 64, 64) + 1)
still = (net.bn1.running_mean - settled).abs().max().item()
print(f"train 모드 {drift:.3f}, eval 모드 {still:.3f}")
assert drift > 0.01
assert still == 0

# %% two-ways
body, old_head = pretrain()
n_seeds = 5


def extract(mode, seed):
    """얼린 백본으로 새 분류기를 배운 뒤, 그 백본이 옛 문제에서 얻는 정확도."""
    torch.manual_seed(seed)
    chosen = pick(pool[1], 20, seed)
    frozen, head = copy.deepcopy(body), nn.Linear(32, 4)
    frozen.requires_grad_(False).train(mode)
    brighter = pool[0][chosen] + 0.5  # 새 사진은 조금 밝다
    fit(nn.Sequential(frozen, head), brighter, pool[1][chosen], 60, head.parameters())
    pairs = zip(frozen.parameters(), body.parameters())
    assert all(torch.equal(a, b) for a, b in pairs)  # 가중치는 어느 쪽도 움직이지 않았다
    return score(nn.Sequential(frozen, old_head), *source_test)


# %% compare
untouched = score(nn.Sequential(body, old_head), *source_test)
in_train, in_eval = ([extract(mode, seed) for seed in range(n_seeds)] for mode in (True, False))
old_train = sorted(in_train)[n_seeds // 2]  # 중앙값
print(f"처음 {untouched:.1%}, eval 모드 {[round(v, 3) for v in in_eval]}")
print(f"train 모드 {[round(v, 3) for v in in_train]}")
assert set(in_eval) == {untouched}
assert max(in_train) < untouched - 0.1
