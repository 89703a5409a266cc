"""숫자와 닮지 않은 문제: 벽돌, 잔디, 자갈 사진의 12x12 조각."""

import numpy as np
import torch
import torch.nn.functional as F
from skimage import data

SIZE = 24  # 사진에서 24x24를 잘라 12x12로 줄인다

_photos = torch.from_numpy(np.stack([data.brick(), data.grass(), data.gravel()])).float()
_tiles = _photos.unfold(1, SIZE, SIZE).unfold(2, SIZE, SIZE).reshape(-1, 1, SIZE, SIZE)
tiles = F.avg_pool2d(_tiles, 2)  # (N, 1, 12, 12)
# 조각마다 밝기와 대비를 맞추어, 색이 아니라 무늬로 맞히게 한다.
tiles = (tiles - tiles.mean((2, 3), keepdim=True)) / tiles.std((2, 3), keepdim=True) * 0.3 + 0.3
_y = torch.arange(3).repeat_interleave(len(tiles) // 3)
_order = torch.randperm(len(tiles), generator=torch.Generator().manual_seed(0))
tiles, _y = tiles[_order], _y[_order]
tile_test, tile_pool = (tiles[:300], _y[:300]), (tiles[300:], _y[300:])
