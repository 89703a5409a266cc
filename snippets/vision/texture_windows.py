"""벽돌, 잔디, 자갈 사진과, 사진마다 왼쪽 절반에서 16픽셀씩 밀며 오린 32x32 창."""

import numpy as np
import torch
from skimage import data

photos = np.stack([data.brick(), data.grass(), data.gravel()])
photos = torch.from_numpy(photos).float()  # (3, 512, 512)
photos -= photos.mean((1, 2), keepdim=True)
photos /= photos.std((1, 2), keepdim=True)
tiles = photos[:, :, :256].unfold(1, 32, 16).unfold(2, 32, 16)  # 왼쪽 절반
X = tiles.reshape(-1, 1, 32, 32)
y = torch.arange(3).repeat_interleave(len(X) // 3)
