"""층 정규화: 표본 하나의 값들만으로 평균과 분산을 맞춘다.

주장: 마지막 축의 평균을 빼고 표준편차로 나눈 것이 nn.LayerNorm과 같다. 함께 든 표본에도,
    모드에도, 입력의 배수에도 출력이 달라지지 않는다. RMSNorm은 배수에는 그대로이고 더한 것에는
    바뀐다.
출처: Ba, Kiros & Hinton (2016); Zhang & Sennrich (2019)
"""

# %% setup
import torch
from torch import nn

torch.manual_seed(0)
x = 3 * torch.randn(4, 6, 32) + 5  # (N, L, d) 글 네 편, 자리 여섯, 특성 서른둘


# %% by-hand
def layer_norm(x, gamma, beta, eps=1e-5):
    mean = x.mean(-1, keepdim=True)  # (4, 6, 1) 자리마다 하나
    var = x.var(-1, unbiased=False, keepdim=True)
    return gamma * (x - mean) / (var + eps).sqrt() + beta


# %% same
layer = nn.LayerNorm(32)
mine = layer_norm(x, layer.weight, layer.bias)
print(tuple(layer.weight.shape), f"평균 {mine.mean():.2f}, 표준편차 {mine.std(unbiased=False):.2f}")
assert torch.allclose(mine, layer(x), atol=1e-5)
assert mine.mean(-1).abs().max() < 1e-5  # 자리마다 맞추었다

# %% company
# 첫 표본을 다른 표본들 곁에 두고 다시 잰다.
other = torch.cat([x[:1], torch.randn(3, 6, 32)])
batch_norm = nn.BatchNorm1d(32)
layer_gap = (layer(x)[0] - layer(other)[0]).abs().max().item()
mixed = [batch_norm(t.transpose(1, 2))[0] for t in (x, other)]
batch_gap = (mixed[0] - mixed[1]).abs().max().item()
print(f"층 정규화 {layer_gap:.0e}, 배치 정규화 {batch_gap:.1f}")
assert layer_gap < 1e-6 and batch_gap > 0.5
assert torch.equal(layer.eval()(x), layer.train()(x))  # 모드를 가리지 않는다
assert torch.allclose(layer(x[:1]), layer(x)[:1], atol=1e-6)  # 하나뿐이어도 된다

# %% scale
scale_gap = (layer(7 * x) - layer(x)).abs().max().item()
shift_gap = (layer(x + 100) - layer(x)).abs().max().item()
print(f"7배 {scale_gap:.0e}, 100 더하기 {shift_gap:.0e}")
assert max(scale_gap, shift_gap) < 1e-3

# %% rms
root = nn.RMSNorm(32, eps=1e-5)
by_hand = x / (x.square().mean(-1, keepdim=True) + 1e-5).sqrt()
rms_scale, rms_shift = ((root(t) - root(x)).abs().max().item() for t in (7 * x, x + 100))
print([name for name, _ in root.named_parameters()], f"7배 {rms_scale:.0e}, 더하기 {rms_shift:.1f}")
assert torch.allclose(root(x), by_hand, atol=1e-6)
assert rms_scale < 1e-3 < 0.5 < rms_shift and root.weight.numel() == 32

# %% axes
# 모양을 모두 적으면 글 한 편을 통째로 맞춘다. 축을 고르는 것은 이름이 아니라 모양이다.
whole = nn.LayerNorm((6, 32))
per_place, per_text = (m(x).mean(-1).abs().max().item() for m in (layer, whole))
print(f"자리마다의 평균: (32,) {per_place:.0e}, (6, 32) {per_text:.2f}")
assert per_place < 1e-5 and per_text > 0.05
