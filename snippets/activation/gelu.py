"""젤루와 스위시: 입력에 0과 1 사이의 부드러운 문을 곱한다.

주장: GELU는 x에 정규분포의 누적확률을, 스위시는 시그모이드를 곱한다. 둘 다 단조가 아니다.
출처: Hendrycks & Gimpel (2016); Ramachandran, Zoph & Le (2017)
"""

# %% setup
import torch
from curves import draw_pair, slope
from torch import nn
from torch.distributions import Normal
from torch.nn import functional as F
from torchvision.models import efficientnet_b0, vit_b_16

torch.manual_seed(0)
x = torch.linspace(-8, 8, 16001, dtype=torch.float64)  # 간격 0.001


# %% formula
def gelu(x):
    return x * Normal(0.0, 1.0).cdf(x)


def swish(x, beta=1.0):
    return x * torch.sigmoid(beta * x)


assert torch.allclose(gelu(x), F.gelu(x), rtol=0, atol=1e-14)
assert torch.allclose(swish(x), F.silu(x), rtol=0, atol=1e-14)

# %% gate
# x = 1을 확률 Phi(1)로 통과시키고 아니면 0으로 바꾼다. 여러 번 한 평균이 GELU다.
noise = torch.randn(1_000_000)
passed = 1.0 * (noise < 1.0)  # 통과하면 1, 막히면 0
gate_mean, gelu_at_1 = passed.mean().item(), F.gelu(torch.tensor(1.0)).item()
print(f"{gate_mean:.2f} {gelu_at_1:.2f}")  # 0.84 0.84
assert abs(gate_mean - gelu_at_1) < 0.002

# %% minimum
gelu_min, i = F.gelu(x).min(dim=0)
swish_min, j = F.silu(x).min(dim=0)
gelu_min = gelu_min.item()
gelu_at = x[i].item()
swish_min = swish_min.item()
swish_at = x[j].item()
print(f"GELU {gelu_min:.3f} (x = {gelu_at:.3f}), 스위시 {swish_min:.4f} (x = {swish_at:.3f})")
assert abs(gelu_min + 0.170) < 5e-4
assert abs(swish_min + 0.2785) < 5e-5

# %% slopes
gelu_max_slope = slope(F.gelu, x).max().item()
swish_max_slope = slope(F.silu, x).max().item()
gelu_slope_near, gelu_slope_far = slope(F.gelu, torch.tensor([-2.0, -6.0])).tolist()
swish_slope_near = slope(F.silu, torch.tensor([-2.0])).item()
assert min(gelu_max_slope, swish_max_slope) > 1
assert max(gelu_slope_near, swish_slope_near) < -0.05  # 내려가는 쪽이라 음수다
assert abs(gelu_slope_far) < 1e-6

# %% curve
draw_pair({"GELU": gelu, "스위시": swish, "렐루": torch.relu}, label="gelu-curve", span=(-4, 4))

# %% beta
curves = {f"$\\beta$ = {b}": lambda x, b=b: swish(x, b) for b in (0.1, 1.0, 10.0)}
draw_pair(curves, label="swish-beta", span=(-4, 4))
assert torch.allclose(swish(x, 0.0), x / 2)  # 문이 늘 반쯤 열려 있다
assert torch.allclose(swish(x, 1000.0), torch.relu(x), atol=1e-3)  # 문이 계단이 된다
swish_gap = (swish(x, 1.702) - gelu(x)).abs().max().item()
assert swish_gap < 0.021  # GELU를 흉내 낸다

# %% tanh-approximation
approximation_error = (F.gelu(x, approximate="tanh") - F.gelu(x)).abs().max().item()
print(f"{approximation_error:.1e}")
assert approximation_error < 5e-4

# %% models
with torch.device("meta"):  # 가중치를 만들지 않고 구조만 본다
    vit, efficientnet = vit_b_16(), efficientnet_b0()
    encoder_layer = nn.TransformerEncoderLayer(d_model=8, nhead=2)
vit_gelu = sum(isinstance(m, nn.GELU) for m in vit.modules())
efficientnet_silu = sum(isinstance(m, nn.SiLU) for m in efficientnet.modules())
print(vit_gelu, efficientnet_silu, encoder_layer.activation.__name__)
assert vit_gelu > 0
assert efficientnet_silu > 0
assert encoder_layer.activation is F.relu
