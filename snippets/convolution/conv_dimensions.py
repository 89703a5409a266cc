"""1D, 2D, 3D 합성곱: 커널이 몇 개의 축을 따라 움직이는가로 나뉜다.

주장: 이동 평균은 Conv1d다. 깊이를 다 덮는 커널의 Conv3d는 한 축으로 못 움직이므로 Conv2d와 같다.
출처: AI와 Flask 강의 노트; PyTorch 문서 Conv1d, Conv3d
"""

# %% setup
import matplotlib.pyplot as plt
import pandas as pd
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)

# %% shapes
rows = {}
for name, layer, x in [
    ("Conv1d", nn.Conv1d(3, 4, 3), torch.randn(2, 3, 8)),
    ("Conv2d", nn.Conv2d(3, 4, 3), torch.randn(2, 3, 8, 8)),
    ("Conv3d", nn.Conv3d(3, 4, 3), torch.randn(2, 3, 8, 8, 8)),
]:
    rows[name] = [tuple(t.shape) for t in (x, layer.weight, layer(x))]
dimensions = pd.DataFrame(rows, index=["입력", "가중치", "출력"]).T
assert rows["Conv3d"][2] == (2, 4, 6, 6, 6)
dimensions

# %% smooth
window = torch.full((1, 1, 3), 1 / 3)  # 세 값의 평균
spike = torch.tensor([[[0.0, 0, 1, 0, 0]]])  # (N, C, L) = (1, 1, 5)
print(F.conv1d(spike, window))  # (1, 1, 3)
t = torch.linspace(0, 12, 240)
noisy = torch.sin(t) + 0.4 * torch.randn(240)
wide = torch.full((1, 1, 15), 1 / 15)
smooth = F.conv1d(noisy[None, None], wide)[0, 0]  # (240,) -> (226,)
assert torch.allclose(F.conv1d(spike, window), torch.full((1, 1, 3), 1 / 3))
rough, calm = float(noisy.diff().std()), float(smooth.diff().std())
assert calm < rough / 5

# %% smooth-plot
fig, ax = plt.subplots(num="conv1d-smoothing", figsize=(7, 2.6), layout="constrained")
ax.plot(t, noisy, color="0.6", linewidth=0.9, label="잡음이 섞인 사인")
ax.plot(t[7:-7], smooth, color="C1", label="길이 15인 평균 커널의 출력")
ax.set(title="이동 평균은 1D 합성곱이다", xlabel="시각")
ax.legend(loc="lower left")

# %% full-depth
x = torch.randn(1, 3, 8, 8)  # (N, L, H, W), 깊이 L = 3
kernel = torch.randn(4, 3, 3, 3)  # (필터, L, k, k)
flat = F.conv2d(x, kernel)  # (1, 4, 6, 6)
# (1, 1, 3, 8, 8) -> (1, 4, 1, 6, 6)
deep = F.conv3d(x[:, None], kernel[:, None])
assert deep.shape == (1, 4, 1, 6, 6)
assert torch.allclose(flat, deep[:, :, 0], atol=1e-5)
