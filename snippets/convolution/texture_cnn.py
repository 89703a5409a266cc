"""벽돌, 잔디, 자갈의 32x32 조각과, 그것을 가릴 CNN과 다층 퍼셉트론.

주장: 조각은 사진마다 왼쪽 절반에서 128개, 오른쪽 절반에서 128개이고 겹치지 않는다.
출처: 신경망 4차 학습 노트; AI와 Flask 강의 노트; skimage brick, grass, gravel
"""

# %% setup
import numpy as np
import torch
import torch.nn.functional as F
from skimage import data
from torch import nn

# %% tiles
names = ["벽돌", "잔디", "자갈"]
# 사진 셋: (3, 512, 512)
photos = np.stack([data.brick(), data.grass(), data.gravel()])
tiles = torch.from_numpy(photos).float().unfold(1, 32, 32).unfold(2, 32, 32)
assert tiles.shape == (3, 16, 16, 32, 32)  # 사진마다 16x16개의 조각
tiles = tiles - tiles.mean((3, 4), keepdim=True)
tiles = tiles / tiles.std((3, 4), keepdim=True)
X = tiles[:, :, :8].reshape(-1, 1, 32, 32)  # 왼쪽 절반으로 배우고
X_test = tiles[:, :, 8:].reshape(-1, 1, 32, 32)  # 오른쪽 절반으로 시험한다
y = torch.arange(3).repeat_interleave(128)  # 두 절반의 정답이 같다
assert X.shape == X_test.shape == (384, 1, 32, 32)


# %% models
def block(c_in, c_out):
    """기본 블록: 합성곱, 활성화, 풀링. 높이와 너비가 절반이 된다."""
    conv = nn.Conv2d(c_in, c_out, kernel_size=3, padding=1)
    return nn.Sequential(conv, nn.ReLU(), nn.MaxPool2d(2))


def make_cnn():
    blocks = [block(1, 8), block(8, 16), block(16, 32)]  # 32 -> 16 -> 8 -> 4
    model = nn.Sequential(*blocks, nn.Flatten(), nn.Linear(32 * 4 * 4, 3))
    return model.to(memory_format=torch.channels_last)  # 채널을 안쪽에 두면 빨라진다


def make_mlp():
    hidden = [nn.Linear(1024, 64), nn.ReLU()]
    return nn.Sequential(nn.Flatten(), *hidden, nn.Linear(64, 3))


# %% fit
def fit(model, x, x_test, epochs=6):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003, fused=True)
    for _ in range(epochs):
        for batch in torch.randperm(len(x)).split(32):
            optimizer.zero_grad()
            F.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
    model.eval()
    with torch.no_grad():
        return (model(x_test).argmax(1) == y).float().mean().item()
