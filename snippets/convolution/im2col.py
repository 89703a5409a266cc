"""창을 행으로 펴면 합성곱은 행렬 곱 하나이다.

주장: 커널이 놓이는 자리마다 창을 펴서 쌓은 행렬에 커널을 편 것을 곱하면 conv2d와 값이 같다.
    대신 3×3 커널에서는 안쪽의 픽셀이 아홉 번씩 베껴진다.
출처: 매듭의 실험 (PyTorch F.conv2d, F.unfold)
"""

# %% setup
import torch
from torch.nn import functional as F

torch.manual_seed(0)
x, kernels = torch.randn(28, 28), torch.randn(8, 3, 3)


# %% columns
def windows(x, k):
    h, w = x.shape[0] - k + 1, x.shape[1] - k + 1
    return torch.stack([x[i : i + k, j : j + k].flatten() for i in range(h) for j in range(w)])


columns = windows(x, 3)  # (자리, 9)
maps = (columns @ kernels.flatten(1).T).T.reshape(8, 26, 26)  # (자리, 필터) -> 특성 맵
print(tuple(columns.shape), tuple(maps.shape))
assert torch.allclose(maps, F.conv2d(x[None, None], kernels[:, None])[0], atol=1e-5)
assert torch.equal(columns.T, F.unfold(x[None, None], 3)[0])

# %% copies
n_copied, n_pixels = columns.numel(), x.numel()
times = n_copied / n_pixels
print(f"픽셀 {n_pixels:,}개를 {n_copied:,}개로 베낀다")
assert 7 < times < 9
