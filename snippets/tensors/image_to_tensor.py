"""이미지를 텐서로 바꾸기: 읽기, BGR 바로잡기, 크기, 축, 범위, 배치의 여섯 걸음.

주장: cv2는 BGR로 읽는다. resize는 (너비, 높이)를 받는다. 없는 파일은 오류 대신 None이다.
    직접 만든 변환은 torchvision의 to_tensor와 값까지 같다.
출처: AI 연구실 메모 학습 노트; OpenCV 문서 imread, resize; torchvision 문서 to_tensor
"""

# /// script
# [tool.maedeup.variants.keep-bgr]
# title = "BGR 그대로"
# claims = [
#   "batch_shape == (1, 3, 224, 224) and 0 <= low < high <= 1",
#   "batch[0, 2].mean() > batch[0, 0].mean()",
# ]
# replace = { "rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)\n    rgb" = "rgb = bgr\n    rgb" }
# ///

# %% setup
import tempfile

import cv2
import matplotlib.pyplot as plt
import numpy as np
import torch
from PIL import Image
from skimage import data
from torchvision.io import decode_image
from torchvision.transforms.functional import to_tensor

# 없는 파일을 읽을 때 나오는 경고를 끈다.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
original = data.coffee()  # (H, W, C), RGB
folder = tempfile.TemporaryDirectory()
path = f"{folder.name}/coffee.png"
Image.fromarray(original).save(path)

# %% read
bgr = cv2.imread(path)  # (H, W, C), 채널 차례는 B, G, R
assert not np.array_equal(bgr, original)
assert np.array_equal(bgr[..., ::-1], original)
rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
assert np.array_equal(rgb, original)
print(original[100, 300], bgr[100, 300])  # 같은 픽셀, 거꾸로 놓인 세 수

# %% bgr-plot
fig, axes = plt.subplots(1, 2, num="bgr-rgb", figsize=(7, 2.6))
for ax, image, title in zip(axes, [rgb, bgr], ["RGB로 바꾼 뒤", "BGR을 RGB로 잘못 볼 때"]):
    ax.imshow(image)
    ax.set(title=title, xticks=[], yticks=[])
fig.tight_layout()

# %% missing
nothing = cv2.imread(f"{folder.name}/없는파일.png")
print(nothing)
assert nothing is None
try:
    cv2.cvtColor(nothing, cv2.COLOR_BGR2RGB)
except cv2.error as e:
    missing_error = str(e).split("error: ")[1].strip()
    print(missing_error.splitlines()[0])
assert "_src.empty()" in missing_error

# %% resize
wide = cv2.resize(rgb, (224, 100))  # (너비, 높이)로 부탁하면
wide_shape = wide.shape
print(wide_shape)  # (높이, 너비, 채널)로 나온다
assert wide_shape == (100, 224, 3)


# %% convert
def image_to_batch(path, size=(224, 224)):
    bgr = cv2.imread(path)
    if bgr is None:
        raise FileNotFoundError(path)
    rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
    rgb = cv2.resize(rgb, size)  # (H, W, C)
    x = torch.from_numpy(rgb).permute(2, 0, 1)  # (H, W, C) -> (C, H, W)
    return (x.float() / 255).unsqueeze(0)  # (C, H, W) -> (N, C, H, W), 0..1


batch = image_to_batch(path)
batch_shape, low, high = tuple(batch.shape), float(batch.min()), float(batch.max())
print(batch_shape, batch.dtype, f"{low:.2f}..{high:.2f}")
assert batch_shape == (1, 3, 224, 224) and 0 <= low < high <= 1

# %% batch-plot
fig, ax = plt.subplots(num="batch-picture", figsize=(3, 3))
ax.imshow(batch[0].permute(1, 2, 0))  # (C, H, W) -> (H, W, C)
ax.set(title="신경망이 받는 사진", xticks=[], yticks=[])
fig.tight_layout()

# %% library
assert torch.equal(to_tensor(cv2.resize(rgb, (224, 224))), batch[0])
read = decode_image(path)  # (C, H, W), RGB, uint8
print(tuple(read.shape), read.dtype)
assert torch.equal(read, torch.from_numpy(original).permute(2, 0, 1))
folder.cleanup()
