"""배치 정규화의 두 모드: 학습은 배치의 통계로, 평가는 모아 둔 통계로.

주장: running_mean은 0.9배한 옛값에 배치 평균의 0.1배를 더한 것이다.
    running_var는 n - 1로 나눈 분산을 쓴다.
    train 모드의 출력은 같은 배치에 든 다른 표본에 달려 있고, eval 모드의 출력은 그렇지 않다.
    배치가 1이면 BatchNorm1d는 ValueError를 낸다.
출처: Ioffe & Szegedy (2015); PyTorch 문서 BatchNorm1d
"""

# %% setup
import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(8, 4) * 3 + 5  # (8, 4) 표본 8개, 특성 4개

# %% running
bn = nn.BatchNorm1d(4)
bn(x)  # train 모드에서 한 번 지나면
print([round(v, 3) for v in bn.running_mean.tolist()])
assert bn.momentum == 0.1  # 새 평균의 몫
assert torch.allclose(bn.running_mean, 0.9 * 0 + 0.1 * x.mean(0), atol=1e-6)
by_n1, by_n = (0.9 * 1 + 0.1 * x.var(0, correction=c) for c in (1, 0))
assert torch.allclose(bn.running_var, by_n1, atol=1e-6)  # n - 1로 나눈 분산
assert not torch.allclose(bn.running_var, by_n, atol=1e-2)

# %% company
# 표본 하나를 그대로 두고 같은 배치의 나머지만 바꾼다.
other = torch.cat([x[:1], torch.randn(7, 4)])
train_gap = (bn(x)[0] - bn(other)[0]).abs().max().item()
bn.eval()
eval_gap = (bn(x)[0] - bn(other)[0]).abs().max().item()
print(f"같은 표본의 출력 차이: train {train_gap:.2f}, eval {eval_gap:.2f}")
assert train_gap > 0.5 and eval_gap == 0

# %% batch-of-one
single = bn(x[:1])  # eval 모드에서는 하나라도 된다
bn.train()
try:
    bn(x[:1])
    raise AssertionError("표본 하나로 통과했다")
except ValueError as e:
    print(type(e).__name__, e)

# %% too-early
# 통계가 쌓이기 전에 eval로 바꾸면 정규화가 되지 않는다.
fresh = nn.BatchNorm1d(4).eval()
early = (fresh(x) - x).abs().max().item()
trained = nn.BatchNorm1d(4)
for _ in range(100):
    trained(x)
late_mean = trained.eval()(x).mean().item()
print(f"평균: 처음의 eval {fresh(x).mean().item():.2f}, 100번 뒤 {abs(late_mean):.2f}")
assert early < 1e-3 and abs(late_mean) < 0.01
