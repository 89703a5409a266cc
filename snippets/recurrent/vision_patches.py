"""비전 트랜스포머의 입구: 사진을 패치로 잘라 낱말처럼 늘어놓는다.

주장: 224x224 사진을 16x16으로 자르면 패치가 196개다.
    패치를 펼쳐 행렬을 곱하는 일은 스트라이드 16인 합성곱과 같다.
출처: Dosovitskiy et al. (2020) "An Image is Worth 16x16 Words"
"""

# %% setup
import torch
from skimage import data
from torch import nn

torch.manual_seed(0)
photo = torch.from_numpy(data.astronaut()[:224, 112:336].copy())
photo = photo.permute(2, 0, 1)[None] / 255  # (1, 3, 224, 224)

# %% patches
conv = nn.Conv2d(3, 64, kernel_size=16, stride=16)
by_conv = conv(photo).flatten(2).transpose(1, 2)  # (1, 196, 64)
patches = nn.functional.unfold(photo, 16, stride=16)  # (1, 768, 196)
patches = patches.transpose(1, 2)  # (1, 196, 768)
by_matrix = patches @ conv.weight.flatten(1).T + conv.bias  # (1, 196, 64)
n_patches, patch_size = patches.shape[1:]
print(tuple(patches.shape), "->", tuple(by_matrix.shape))
assert torch.allclose(by_conv, by_matrix, atol=1e-5)
assert n_patches == (224 // 16) ** 2 == 196 and patch_size == 3 * 16 * 16

# %% class-token
token = torch.zeros(1, 1, 64)  # 분류할 때 읽을 자리 하나를 앞에 붙인다
sequence = torch.cat([token, by_conv], dim=1)
n_tokens = sequence.shape[1]
n_weights = n_tokens**2  # 어텐션 지도 하나의 칸
print(n_tokens, f"{n_weights:,}")
assert n_tokens == 197
