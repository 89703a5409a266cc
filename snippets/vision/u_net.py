"""U-Net: 줄이며 알아보고 키우며 자리를 되찾되, 스킵 연결로 또렷한 특성을 건네받는다.

주장: 패딩이 있어 입력과 출력의 크기가 같고, 스킵 연결이 있는 층은 두 배의 채널을 받는다.
출처: Ronneberger, Fischer & Brox (2015)
"""

# %% setup
import torch
import torch.nn.functional as F
from torch import nn


# %% model
def double_conv(c_in, c_out):
    layers = []
    for c in (c_in, c_out):
        conv = nn.Conv2d(c, c_out, 3, padding=1)
        layers += [conv, nn.BatchNorm2d(c_out), nn.ReLU()]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    def __init__(self, skip=True):
        super().__init__()
        self.skip, k = skip, 2 if skip else 1
        self.down1, self.down2 = double_conv(1, 8), double_conv(8, 16)
        self.bottom = double_conv(16, 32)
        self.up2 = nn.ConvTranspose2d(32, 16, 2, stride=2)
        self.merge2 = double_conv(16 * k, 16)
        self.up1 = nn.ConvTranspose2d(16, 8, 2, stride=2)
        self.merge1 = double_conv(8 * k, 8)
        self.head = nn.Conv2d(8, 1, 1)

    def join(self, saved, x):
        return torch.cat([saved, x], dim=1) if self.skip else x  # 채널이 두 배

    def forward(self, x):
        a = self.down1(x)  # (N, 8, H, W)
        b = self.down2(F.max_pool2d(a, 2))  # (N, 16, H/2, W/2)
        x = self.bottom(F.max_pool2d(b, 2))  # (N, 32, H/4, W/4)
        x = self.merge2(self.join(b, self.up2(x)))  # (N, 16, H/2, W/2)
        x = self.merge1(self.join(a, self.up1(x)))  # (N, 8, H, W)
        return self.head(x)  # (N, 1, H, W)


# %% shapes
with_skip, plain = UNet(), UNet(skip=False)
with torch.no_grad():
    assert with_skip(torch.zeros(1, 1, 64, 96)).shape == (1, 1, 64, 96)
assert with_skip.merge1[0].in_channels == 2 * plain.merge1[0].in_channels
