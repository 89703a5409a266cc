"""AlexNet의 두 GPU: groups=2인 합성곱은 채널의 반쪽만 보고, conv3에서 서로를 본다.

주장: conv2의 뒤쪽 절반은 앞쪽 절반의 입력에서 기울기가 0이고, conv3을 지나면 0이 아니다.
    groups=2는 가중치를 절반으로 줄인다. 첫 합성곱은 입력 224에서 54, 227에서 55를 낸다.
    torch의 LocalResponseNorm은 alpha를 창의 길이로 나누므로 논문의 1e-4는 5e-4로 적는다.
출처: Krizhevsky, Sutskever & Hinton (2012) 3절
"""

# %% setup
import torch
from torch import nn

torch.manual_seed(0)

# %% halves
conv2 = nn.Conv2d(96, 256, 5, padding=2, groups=2)
conv3 = nn.Conv2d(256, 384, 3, padding=1)
print(tuple(conv2.weight.shape))  # (256, 48, 5, 5): 필터마다 입력의 절반만 본다
assert conv2.weight.numel() * 2 == nn.Conv2d(96, 256, 5).weight.numel()


# %% reach
def influence(*layers):
    """출력의 뒤쪽 절반(GPU 2)을 입력 지도 96장으로 미분한다."""
    x = torch.randn(1, 96, 27, 27, requires_grad=True)
    out = nn.Sequential(*layers)(x)
    out[:, out.shape[1] // 2 :].sum().backward()
    per_map = x.grad.abs().sum((0, 2, 3))  # (96,)
    return per_map[:48].mean().item(), per_map[48:].mean().item()


before, after = influence(conv2), influence(conv2, conv3)
print("conv2까지: GPU 1에서 {:.1f}, GPU 2에서 {:.1f}".format(*before))
print("conv3까지: GPU 1에서 {:.1f}, GPU 2에서 {:.1f}".format(*after))
assert before[0] == 0 < before[1]
assert min(after) > 0

# %% input-size
conv1 = nn.Conv2d(3, 96, 11, stride=4)
sizes = {i: conv1(torch.zeros(1, 3, i, i)).shape[-1] for i in (224, 227)}
padding_2 = nn.Conv2d(3, 64, 11, stride=4, padding=2)
padded = padding_2(torch.zeros(1, 3, 224, 224)).shape[-1]
from_224, from_227 = sizes[224], sizes[227]
print(sizes, "패딩 2:", padded)
assert (from_224, from_227, padded) == (54, 55, 55)

# %% local-response-norm
# 채널 축에서 이웃한 다섯 지도의 제곱을 더해 나눈다.
a = torch.randn(1, 8, 1, 1)
padded_a = torch.cat([torch.zeros(1, 2, 1, 1), a, torch.zeros(1, 2, 1, 1)], dim=1)
sums = padded_a.square().unfold(1, 5, 1).sum(-1)  # (1, 12, 1, 1) -> (1, 8, 1, 1)
by_hand = a / (2 + 1e-4 * sums) ** 0.75
torch_norm = nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2)
assert torch.allclose(by_hand, torch_norm(a), atol=1e-6)
