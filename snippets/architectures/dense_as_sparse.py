"""나란한 갈래는 성긴 5x5 하나와 같다: 희소한 짜임을 빽빽한 조각으로 흉내 낸다.

주장: 1x1, 3x3, 5x5 갈래를 이어 붙인 것은, 커널의 가장자리를 0으로 채운 5x5 합성곱 하나와 값이 같다.
    갈래마다의 가중치에는 0이 없다. 최대 풀링의 패딩은 음의 무한대라 값을 만들지 않는다.
출처: Szegedy et al. (2015) 3절; PyTorch 문서 MaxPool2d
"""

# %% setup
import torch
import torch.nn.functional as F

torch.manual_seed(0)
x = torch.randn(1, 192, 28, 28)

# %% branches
kernels = [torch.randn(c, 192, k, k) / (14 * k) for c, k in [(64, 1), (128, 3), (32, 5)]]
side_by_side = torch.cat([F.conv2d(x, w, padding=w.shape[-1] // 2) for w in kernels], dim=1)
n_zero_in_branches = sum(int((w == 0).sum()) for w in kernels)
assert n_zero_in_branches == 0

# %% one-kernel
# 작은 커널의 둘레에 0을 대어 모두 5x5로 만든다.
framed = [F.pad(w, [(5 - w.shape[-1]) // 2] * 4) for w in kernels]
big = torch.cat(framed)  # (224, 192, 5, 5)
error = (F.conv2d(x, big, padding=2) - side_by_side).abs().max().item()
zeros = (big == 0).float().mean().item()
n_dense, n_big = sum(w.numel() for w in kernels), big.numel()
print(f"차이 {error:.0e}, 5x5로 보면 0이 {zeros:.0%}")
assert error < 1e-4
assert n_dense == 387_072 and abs(zeros - (1 - n_dense / n_big)) < 1e-6

# %% pool-padding
minus = -torch.ones(1, 1, 4, 4)
largest = F.max_pool2d(minus, 3, stride=1, padding=1)
average = F.avg_pool2d(minus, 2, stride=2, padding=1)
print(largest.max().item(), average[0, 0, 0, 0].item())  # -1.0 -0.25
assert largest.shape == minus.shape and (largest == -1).all()  # 덧댄 0이 뽑히지 않았다
assert average[0, 0, 0, 0] == -0.25  # 평균 풀링은 덧댄 0을 센다
