"""연습: 모양을 짓고, 축을 없애고, 한 줄로 편다."""

# /// script
# [tool.maedeup.variants.one-photo]
# title = "장수의 축이 없으면 사진 한 장이다"
# replace = { "torch.zeros(32, 3, 28, 28)" = "torch.zeros(3, 28, 28)" }
#
# [tool.maedeup.variants.channels-last]
# title = "채널을 맨 뒤에 두면 모양이 다르다"
# replace = { "torch.zeros(32, 3, 28, 28)" = "torch.zeros(32, 28, 28, 3)" }
#
# [tool.maedeup.variants.by-channel]
# title = "`dim=1`은 채널을 없애는 평균이다"
# replace = { "mean(dim=(0, 2, 3))" = "mean(dim=1)" }
#
# [tool.maedeup.variants.all]
# title = "축을 고르지 않으면 수 하나가 된다"
# replace = { "mean(dim=(0, 2, 3))" = "mean()" }
#
# [tool.maedeup.variants.one-row]
# title = "모두 이으면 어느 사진의 값인지 알 수 없다"
# replace = { "photos.reshape(2, -1)" = "photos.reshape(1, -1)" }
# ///

# %% setup
import torch

photos = torch.arange(24.0).reshape(2, 3, 2, 2)  # 두 장, 세 채널, 2 × 2

# %% batch
batch = torch.zeros(32, 3, 28, 28)

# %% batch-check
assert batch.ndim == 4
assert batch.shape == (32, 3, 28, 28)
assert batch.numel() == 75264

# %% channel-means
means = photos.mean(dim=(0, 2, 3))

# %% channel-means-check
assert means.shape == (3,)
assert means.tolist() == [photos[:, c].mean().item() for c in range(3)]

# %% flatten
rows = photos.reshape(2, -1)

# %% flatten-check
assert rows.shape == (2, 12)
assert rows[-1].tolist() == photos[1].flatten().tolist()
