"""연습: 사진을 층이 받는 꼴로 바꾸고, 표준화하고, 되돌린다."""

# /// script
# [tool.maedeup.variants.reshaped]
# title = "`reshape`는 축을 옮기지 않고 값을 섞는다"
# replace = { "photo.permute(2, 0, 1)" = "photo.reshape(3, 4, 5)" }
#
# [tool.maedeup.variants.not-scaled]
# title = "255로 나누지 않으면 값이 255까지 간다"
# replace = { "float() / 255" = "float()" }
#
# [tool.maedeup.variants.flipped-height]
# title = "채널이 아니라 높이를 뒤집으면 사진이 거꾸로 선다"
# replace = { "bgr.flip(-1)" = "bgr.flip(0)" }
#
# [tool.maedeup.variants.one-mean]
# title = "채널마다가 아니라 모든 값을 함께 맞추었다"
# [tool.maedeup.variants.one-mean.replace]
# "batch.mean((0, 2, 3), keepdim=True)" = "batch.mean()"
#
# [tool.maedeup.variants.per-image]
# title = "사진마다 맞추면 사진끼리의 밝기 차이가 사라진다"
# [tool.maedeup.variants.per-image.replace]
# "batch.mean((0, 2, 3), keepdim=True)" = "batch.mean((1, 2, 3), keepdim=True)"
# ///

# %% setup
import torch

torch.manual_seed(0)
photo = torch.randint(0, 256, (4, 5, 3), dtype=torch.uint8)  # (높이, 너비, 채널)


# %% layout
def to_layer(photo):
    return photo.permute(2, 0, 1).float() / 255


# %% layout-check
assert to_layer(photo).shape == (3, 4, 5)
assert to_layer(photo)[2, 1, 3] == photo[1, 3, 2] / 255


# %% colours
def to_rgb(bgr):
    return bgr.flip(-1)


# %% colours-check
blue = torch.zeros(4, 5, 3)
blue[0, ..., 0] = 1  # 첫 줄만 파랗다
assert to_rgb(blue)[0, 0].tolist() == [0, 0, 1] and to_rgb(blue)[3].sum() == 0


# %% standard
def centre(batch):
    return batch - batch.mean((0, 2, 3), keepdim=True)


# %% standard-check
batch = torch.rand(6, 3, 4, 5) * torch.tensor([1.0, 2.0, 3.0])[:, None, None]
assert centre(batch).mean((0, 2, 3)).abs().max() < 1e-6
assert (centre(batch)[0] - centre(batch)[1]).allclose(batch[0] - batch[1], atol=1e-6)
