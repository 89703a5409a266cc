"""연습: 축을 옮기고, 끼우고, 되돌린다."""

# /// script
# [tool.maedeup.variants.reshaped]
# title = "`reshape`는 모양만 맞고 채널이 섞인다"
# replace = { "hwc.permute(2, 0, 1)" = "hwc.reshape(3, 2, 4)" }
#
# [tool.maedeup.variants.mirrored]
# title = "차례를 거꾸로만 하면 높이와 너비가 바뀐다"
# replace = { "hwc.permute(2, 0, 1)" = "hwc.permute(2, 1, 0)" }
#
# [tool.maedeup.variants.at-the-end]
# title = "맨 뒤에 붙이면 높이를 채널로 읽는다"
# replace = { "gray.unsqueeze(0)" = "gray.unsqueeze(-1)" }
#
# [tool.maedeup.variants.lying]
# title = "높이와 너비가 바뀌면 사진이 눕는다"
# replace = { "nchw.permute(0, 2, 3, 1)" = "nchw.permute(0, 3, 2, 1)" }
# ///

# %% setup
import torch

hwc = torch.arange(24.0).reshape(2, 4, 3)  # 높이 2, 너비 4, 채널 3
gray = torch.zeros(5, 7)  # 높이 5, 너비 7
nchw = torch.arange(120.0).reshape(2, 3, 4, 5)

# %% to-chw
chw = hwc.permute(2, 0, 1)

# %% to-chw-check
assert chw.shape == (3, 2, 4)
assert chw[2, 1, 1] == hwc[1, 1, 2]

# %% add-channel
plane = gray.unsqueeze(0)

# %% add-channel-check
assert plane.shape == (1, 5, 7)

# %% to-nhwc
nhwc = nchw.permute(0, 2, 3, 1)

# %% to-nhwc-check
assert nhwc.shape == (2, 4, 5, 3)
assert nhwc[1, 3, 2, 0] == nchw[1, 0, 3, 2]
