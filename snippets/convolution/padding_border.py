"""패딩 방식과 가장자리: 바깥을 아는 사진으로 얼마나 틀리는지 잰다.

주장: 사진 여섯 장을 흐릴 때 모두, 영 패딩의 가장자리 오차가 다른 세 방식의 세 배보다 크다.
    계산량(FLOP)은 방식과 상관없이 같다.
출처: 신경망 4차 학습 노트; skimage camera
"""

# %% setup
import matplotlib.pyplot as plt
import pandas as pd
import torch
import torch.nn.functional as F
from skimage import data
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

photo = torch.from_numpy(data.camera()).float()[None, None] / 255  # (1, 1, 512, 512)
blur = torch.full((1, 1, 17, 17), 1 / 17**2)
modes = {"constant": "영", "reflect": "반사", "replicate": "복제", "circular": "순환"}

# %% truth
edge = torch.ones(62, 62, dtype=torch.bool)
edge[8:-8, 8:-8] = False  # 커널이 바깥에 걸치는 띠


def cut(image):
    """겹치지 않는 조각으로 자른다: (1, 1, 높이, 너비) -> (N, 1, 62, 62)"""
    return image.unfold(2, 62, 62).unfold(3, 62, 62).reshape(-1, 1, 62, 62)


def edge_errors(photo):
    # 정답은 바깥의 픽셀까지 써서 흐린 것이다
    tiles, truth, errors = cut(photo[..., 8:-8, 8:-8]), cut(F.conv2d(photo, blur)), {}
    for mode, name in modes.items():
        guess = F.conv2d(F.pad(tiles, (8, 8, 8, 8), mode=mode), blur)  # (N, 1, 62, 62)
        # 커널이 바깥에 걸치지 않는 안쪽은 방식과 상관없이 같다
        assert torch.allclose(guess[..., ~edge], truth[..., ~edge], atol=1e-5)
        errors[name] = (guess - truth)[..., edge].abs().mean().item()
    return errors


n_tiles, errors = len(cut(photo[..., 8:-8, 8:-8])), edge_errors(photo)
border = pd.Series(errors).map("{:.3f}".format).to_frame("가장자리의 평균 오차")
border

# %% other-photos
others = [data.brick(), data.grass(), data.gravel(), data.coins(), data.moon()]
by_photo = [edge_errors(torch.from_numpy(p).float()[None, None] / 255) for p in others] + [errors]
for e in by_photo:
    assert e["복제"] < e["반사"] < e["순환"] < e["영"] / 3

# %% flops
x = torch.randn(1, 3, 64, 64)
flops = {}
for mode in ("zeros", "reflect", "replicate", "circular"):
    with FlopCounterMode(display=False) as counter:
        out = nn.Conv2d(3, 8, 3, padding=1, padding_mode=mode)(x)
    flops[mode] = counter.get_total_flops()
    assert out.shape == (1, 8, 64, 64)
n_flops = flops["zeros"]
print(flops)
assert len(set(flops.values())) == 1

# %% photo-plot
corner = photo[..., 60:210, 180:330]  # (1, 1, 150, 150)
for mode, name in modes.items():
    fig, ax = plt.subplots(num=f"padded-photo@{name}", figsize=(4.2, 4.2), layout="constrained")
    wide = F.pad(corner, (60, 60, 60, 60), mode=mode)[0, 0]  # (270, 270)
    ax.imshow(wide, cmap="gray", vmin=0, vmax=1)
    ax.add_patch(plt.Rectangle((60, 60), 150, 150, fill=False, edgecolor="C1", lw=1.5))
    ax.set(title=f"{name} 패딩", xticks=[], yticks=[])
