"""사전 훈련된 모델 고르기: torchvision의 weights 인자와 설명서.

주장: pretrained 인자는 경고를 낸다. 가중치마다 클래스, 정확도, 전처리가 적혀 있다.
출처: torchvision 문서 Models and pre-trained weights
"""

# %% setup
import warnings

import torch
from torchvision import models

# %% old-argument
with torch.device("meta"), warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    models.resnet18(pretrained=False)
old_warning = str(caught[0].message)
print(type(caught[0].message).__name__, old_warning[:79])
assert "deprecated since 0.13" in old_warning

# %% card
# 적어 둔 것만 읽는다. 내려받는 것은 모델을 만들 때다
weights = models.ResNet18_Weights.DEFAULT
card = weights.meta
n_classes, n_params = len(card["categories"]), card["num_params"]
top1 = card["_metrics"]["ImageNet-1K"]["acc@1"]
print(f"클래스 {n_classes}개, 파라미터 {n_params:,}개, 정확도 {top1:.1f}%")
print(card["categories"][281:284])
assert n_classes == 1000

# %% transforms
prepare = weights.transforms()
print(prepare)
photo = torch.randint(0, 256, (3, 300, 400), dtype=torch.uint8)
crop = prepare(photo).shape[-1]
assert prepare(photo).shape == (3, 224, 224)
assert prepare.mean == [0.485, 0.456, 0.406]
