"""연습: 배울 때와 같은 전처리를 한다."""

# /// script
# [tool.maedeup.variants.own]
# title = "사진마다 제 통계로 맞추면 백본이 배운 밝기의 뜻이 사라진다"
# replace = { "(image - mean) / std" = "(image - image.mean()) / (image.std() + 1e-6)" }
#
# [tool.maedeup.variants.last-axis]
# title = "너비의 축에 맞추면 채널이 아니라 열마다 다른 수를 뺀다"
# replace = { "mean[:, None, None], std[:, None, None]" = "np.resize(mean, 4), np.resize(std, 4)" }
# ///

# %% setup
import numpy as np


# %% prepare
def prepare(image, mean, std):
    mean, std = mean[:, None, None], std[:, None, None]
    return (image - mean) / std


# %% prepare-check
mean, std = np.array([0.5, 0.4, 0.3]), np.array([0.2, 0.2, 0.1])
grey = np.full((3, 4, 4), 0.5)
assert np.allclose(prepare(grey, mean, std)[:, 0, 0], [0, 0.5, 2]), "채널마다 딸려 온 수로 맞춘다"
bright = prepare(np.full((3, 4, 4), 0.9), mean, std)
assert bright.mean() > prepare(grey, mean, std).mean(), "밝은 사진이 밝다는 것이 사라졌다"
