"""답은 있는데 찾지 못한다: 얕은 신경망에 항등 블록을 끼우면 손실이 그대로다.

주장: 배운 얕은 신경망에 항등이 되도록 맞춘 블록 29개를 끼워도 훈련 손실이 같다.
    그러니 깊은 신경망의 가장 좋은 손실은 얕은 것보다 나쁠 수 없는데, 처음부터 배우면
    두 학습률과 다섯 시드 어느 것에서도 거기에 이르지 못한다.
출처: He, Zhang, Ren & Sun (2016a) 1절
"""

# %% setup
import torch
import torch.nn.functional as F
from plain_or_residual import Block, X, build, train, y
from torch import nn

torch.manual_seed(0)

# %% shallow
shallow = build(1, skip=False)
shallow_loss = train(shallow)[-1]
print(f"{shallow_loss:.3f}")


# %% identity
@torch.no_grad()
def identity_block(h):
    """h를 그대로 내보내는 블록: 가중치는 단위행렬, 감마와 베타는 정규화를 되돌린다."""
    block = Block(h.shape[1], skip=False)
    for i in (0, 3):
        nn.init.eye_(block.f[i].weight)
        block.f[i + 1].weight.copy_((h.var(0, correction=0) + block.f[i + 1].eps).sqrt())
        block.f[i + 1].bias.copy_(h.mean(0))
    return block


# %% insert
n_added = 29
h = shallow[:-1](X).detach()  # (1000, 32): 렐루를 지났으므로 음수가 없다
added = [identity_block(h) for _ in range(n_added)]
deep = nn.Sequential(*shallow[:-1], *added, shallow[-1])
with torch.no_grad():
    deep_loss = F.cross_entropy(deep(X), y).item()
print(f"얕은 것 {shallow_loss:.4f}, 블록 {n_added}개를 끼운 것 {deep_loss:.4f}")
assert abs(deep_loss - shallow_loss) < 1e-3

# %% from-scratch
rates, trained = [0.01, 0.1], []
for lr in rates:
    for seed in range(5):
        torch.manual_seed(seed)
        trained.append(train(build(30, skip=False), lr=lr)[-1])
    print(f"학습률 {lr}: {[round(v, 2) for v in sorted(trained[-5:])]}")
best_trained = min(trained)
assert best_trained > 20 * deep_loss

# %% zero-block
# 스킵 연결이 있으면 항등은 만들 것이 없다: 마지막 감마만 0이면 된다.
torch.manual_seed(0)
block = Block(32, skip=True)
nn.init.zeros_(block.f[4].weight)
assert torch.equal(block(h), h)
