"""홀수 커널에는 가운데가 있다.

주장: 홀수 커널과 (K-1)/2 패딩으로는 한 점의 무게중심이 제자리에 있고, 짝수 커널로는 반 칸 밀린다.
출처: 신경망 4차 학습 노트; PyTorch 문서 Conv2d
"""

# %% setup
import warnings

import torch
import torch.nn.functional as F

warnings.filterwarnings("ignore", message="Using padding='same'")  # 속도에 대한 경고

# %% centre
dot = torch.zeros(1, 1, 11)
dot[..., 5] = 1  # 5번 칸의 한 점
drift = {}
for k in (2, 3, 4, 5):
    kernel = torch.full((1, 1, k), 1 / k)
    out = F.conv1d(dot, kernel, padding="same")[0, 0]  # (1, 1, 11) -> (11,)
    drift[k] = (out * torch.arange(11)).sum().item() - 5  # 무게중심의 이동
    print(k, f"{drift[k]:+.1f}칸")
assert all(abs(drift[k]) < 1e-6 for k in (3, 5))
assert all(abs(abs(drift[k]) - 0.5) < 1e-6 for k in (2, 4))

# %% stack
x = dot
for _ in range(4):  # 짝수 커널을 네 번 지나면
    x = F.conv1d(x, torch.full((1, 1, 2), 1 / 2), padding="same")
four_layers = (x[0, 0] * torch.arange(11)).sum().item() - 5
print(f"{four_layers:+.1f}칸")
assert abs(abs(four_layers) - 2) < 1e-5
