"""배치 정규화를 낀 30층: 기울기는 입력 쪽에서 사라지지 않는다.

주장: 같은 30층에 배치 정규화를 넣으면 다섯 시드 모두 첫 은닉층의 기울기가 끝 은닉층보다 크다.
출처: Yang et al. (2019) "A Mean Field Theory of Batch Normalization"
"""

# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

images, labels = load_digits(return_X_y=True)
X = torch.tensor(images[:400] / 16 - 0.5, dtype=torch.float32)  # (400, 64)
y = torch.tensor(labels[:400])  # (400,)


# %% batch-norm
# 30층 사이사이에 배치 정규화를 넣고 첫 은닉층과 끝 은닉층에 닿은 기울기를 견준다.
def first_to_last(seed):
    torch.manual_seed(seed)
    outputs = [X]
    for _ in range(30):
        block = nn.Sequential(nn.Linear(64, 64), nn.BatchNorm1d(64), nn.ReLU())
        outputs.append(block(outputs[-1]))  # (400, 64)
    loss = F.cross_entropy(nn.Linear(64, 10)(outputs[-1]), y)
    first, last = torch.autograd.grad(loss, [outputs[1], outputs[-1]])
    return (first.norm() / last.norm()).item()


ratios = sorted(first_to_last(seed) for seed in range(5))
bn_ratio = ratios[0]  # 가장 작은 것
print([f"{ratio:.0f}배" for ratio in ratios])
assert bn_ratio > 10  # 사라지기는커녕 앞쪽이 더 크다
