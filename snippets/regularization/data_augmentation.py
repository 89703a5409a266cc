"""데이터 증강: 레이블은 그대로 두고 입력만 그럴듯하게 바꾼다.

주장: 좌우로 뒤집으면 텐서는 달라지지만 픽셀 값의 분포와 레이블은 그대로다.
    직접 쓴 뒤집기와 자르기는 torchvision과 값이 같다. 같은 사진도 부를 때마다 달라진다.
출처: Krizhevsky et al. (2012) 4.1절; torchvision 문서 transforms.v2
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from skimage import data
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional as TF

torch.manual_seed(0)
cat = torch.from_numpy(data.chelsea()).permute(2, 0, 1)[:, :, 75:375] / 255  # (3, 300, 300)

# %% flip
flipped = cat.flip(-1)  # 너비 축을 거꾸로
assert torch.equal(flipped, TF.hflip(cat))
pixels, flipped_pixels = (p.flatten(1).sort().values for p in (cat, flipped))
same_pixels = torch.equal(pixels, flipped_pixels)
changed = (flipped != cat).any(0).float().mean().item()
print("픽셀 값의 모음이 같은가:", same_pixels, f"/ 달라진 자리 {changed:.0%}")
assert same_pixels and changed > 0.9
assert torch.equal(flipped.flip(-1), cat)  # 두 번 뒤집으면 제자리

# %% crop
top, left = torch.randint(0, 300 - 256 + 1, (2,)).tolist()  # 자를 자리를 무작위로
crop = cat[:, top : top + 256, left : left + 256]  # (3, 256, 256)
assert torch.equal(crop, TF.crop(cat, top, left, 256, 256))
n_crops = (300 - 256 + 1) ** 2 * 2  # 자리마다 뒤집은 것까지
print(tuple(crop.shape), f"사진 한 장에서 {n_crops:,}가지")

# %% pipeline
train_transform = v2.Compose(
    [
        v2.RandomCrop(256),
        v2.RandomHorizontalFlip(p=0.5),
        v2.RandomRotation(15),
        v2.ColorJitter(brightness=0.3, saturation=0.3),
    ]
)
test_transform = v2.CenterCrop(256)  # 시험에는 무작위가 없다
first, second = train_transform(cat), train_transform(cat)
print("같은 사진을 두 번 꺼내면 같은가:", torch.equal(first, second))
assert not torch.equal(first, second)
assert torch.equal(test_transform(cat), test_transform(cat))

# %% grid-plot
fig, axes = plt.subplots(2, 5, num="augment-grid", figsize=(9, 3.9), layout="constrained")
steps = {
    "원본": cat,
    "좌우 뒤집기": flipped,
    "자르기": crop,
    "돌리기": TF.rotate(cat, 15),
    "밝기": TF.adjust_brightness(cat, 1.4),
}
named = [*steps.items(), *((f"무작위 {i}", train_transform(cat)) for i in range(1, 6))]
for ax, (name, picture) in zip(axes.flat, named):
    ax.imshow(picture.permute(1, 2, 0).clamp(0, 1))  # (H, W, C)
    ax.set(title=name, xticks=[], yticks=[])
