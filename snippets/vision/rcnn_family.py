"""R-CNN 계열: 조각마다 합성곱을 하지 않고, 한 번 만든 특성 맵에서 오려 쓴다.

주장: 특성 맵을 먼저 만들고 오려도, 오리고 만든 것과 안쪽의 값이 같다.
    조각 2,000개의 합성곱은 사진 한 장의 합성곱보다 백 배 넘게 비싸다.
출처: Girshick et al. (2014); Girshick (2015); Ren et al. (2015); skimage astronaut
"""

# %% setup
import torch
from skimage import data
from torch import nn
from torchvision import models

torch.manual_seed(0)

# %% shared
# (1, 3, 512, 512)
photo = torch.from_numpy(data.astronaut()).permute(2, 0, 1)[None] / 255
conv = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1))
with torch.no_grad():
    cut_late = conv(photo)[..., 64:192, 160:288]  # 한 번 만들고 오린다
    cut_first = conv(photo[..., 64:192, 160:288])  # 오리고 만든다
gap = (cut_late - cut_first).abs().amax((0, 1))  # (128, 128)
inner, border = gap[2:-2, 2:-2].max().item(), gap.max().item()
print(f"안쪽 {inner:.0e}, 둘레 {border:.2f}")
assert inner < 1e-5 < 0.01 < border

# %% cost
macs = {"합성곱": 0, "완전 연결": 0}


def tally(layer, _, out):
    if isinstance(layer, nn.Conv2d):
        macs["합성곱"] += out.shape[1:].numel() * layer.weight[0].numel()
    if isinstance(layer, nn.Linear):
        macs["완전 연결"] += layer.weight.numel()


with torch.device("meta"):  # 값 없이 모양만 흘려 곱셈을 센다
    vgg = models.vgg16().eval()
    for layer in vgg.modules():
        layer.register_forward_hook(tally)
    vgg(torch.empty(1, 3, 224, 224))
    crop_conv, head = macs["합성곱"], macs["완전 연결"]
    vgg.features(torch.empty(1, 3, 600, 1000))
    whole_conv = macs["합성곱"] - crop_conv

# %% ratio
n_regions = 2000
apart, together = n_regions * (crop_conv + head), whole_conv + n_regions * head
conv_ratio, total_ratio = n_regions * crop_conv / whole_conv, apart / together
head_share = n_regions * head / together
print(f"합성곱 {conv_ratio:.0f}배, 모두 {total_ratio:.0f}배, 남은 일의 {head_share:.0%}가 분류기")
assert 150 < conv_ratio < 180 and total_ratio > 60 and head_share > 0.5
