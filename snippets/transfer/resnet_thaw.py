"""ResNet-18의 어디까지 녹일까: 전략마다 훈련하는 파라미터의 수.

주장: 분류기만이면 1,026개, 4단까지 녹이면 8,394,754개로 전체의 75%다.
출처: torchvision 문서 ResNet
"""

# %% setup
import pandas as pd
import torch
from torch import nn
from torchvision import models

# %% count
strategies = {
    "분류기만": ["fc"],
    "끝 단과 분류기": ["layer4", "fc"],
    "뒤의 두 단과 분류기": ["layer3", "layer4", "fc"],
    "전부": [""],  # 이름이 없는 부분 모듈은 모델 전체다
}
with torch.device("meta"):
    net = models.resnet18(weights=None)
    net.fc = nn.Linear(512, 2)
n_all, rows = sum(p.numel() for p in net.parameters()), {}
for name, parts in strategies.items():
    net.requires_grad_(False)
    for part in parts:
        net.get_submodule(part).requires_grad_(True)
    n = sum(p.numel() for p in net.parameters() if p.requires_grad)
    rows[name] = {"훈련하는 파라미터": f"{n:,}", "전체의 몫": f"{n / n_all:.2%}"}
    if parts == ["layer4", "fc"]:
        n_last, last_share = n, n / n_all
assert n == n_all and n_last == 8_394_754 and last_share > 0.75
pd.DataFrame(rows).T
