"""드롭아웃: 순전파마다 뉴런을 무작위로 끄고, 남은 것을 1 / (1 - p)배 한다.

주장: 마스크는 순전파마다, 표본마다 새로 뽑힌다. 에폭마다가 아니다.
    남은 값은 1 / (1 - p)배가 되어 평균이 보존되고, eval 모드에서는 아무 일도 하지 않는다.
    직접 쓴 함수는 같은 시드의 F.dropout과 값이 같다(허용 오차 0).
출처: Srivastava et al. (2014); PyTorch 문서 Dropout
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)


# %% by-hand
def dropout(x, p):
    keep = torch.empty_like(x).bernoulli_(1 - p)  # 남길 자리는 1, 끌 자리는 0
    return x * keep / (1 - p)  # 줄어든 만큼 키워 평균을 지킨다


x = torch.rand(4, 8)
torch.manual_seed(1)
ours = dropout(x, 0.5)
torch.manual_seed(1)
theirs = F.dropout(x, 0.5)
print(torch.equal(ours, theirs))  # True
assert torch.equal(ours, theirs)

# %% mean
layer, ones = nn.Dropout(0.25), torch.ones(1000, 1000)
out = layer(ones)
dropped, survivor = (out == 0).float().mean().item(), out.max().item()
mean = out.mean().item()
print(f"꺼진 비율 {dropped:.3f}, 남은 값 {survivor:.3f}, 평균 {mean:.3f}")
assert abs(survivor - 1 / 0.75) < 1e-6
assert abs(dropped - 0.25) < 0.002 and abs(mean - 1) < 0.003

# %% every-forward
layer = nn.Dropout(0.5)
batch = torch.ones(2, 20)  # 표본 두 개
first, second = layer(batch), layer(batch)  # 같은 배치를 두 번 넣는다
print(torch.equal(first, second), torch.equal(first[0], first[1]))  # False False
assert not torch.equal(first, second)  # 순전파마다 다르다
assert not torch.equal(first[0], first[1])  # 한 배치 안에서 표본마다 다르다

# %% eval
layer.eval()
print(torch.equal(layer(batch), batch))  # True
assert torch.equal(layer(batch), batch)

# %% mask-plot
fig, axes = plt.subplots(1, 4, num="dropout-masks", figsize=(9, 2.4), layout="constrained")
layer, image = nn.Dropout(0.5), torch.ones(8, 16)  # 표본 8개, 뉴런 16개
for i, ax in enumerate(axes):
    layer.train(i < 3)
    ax.imshow(layer(image), cmap="gray", vmin=0, vmax=2)
    ax.set(
        title=f"train, {i + 1}번째 순전파" if i < 3 else "eval", xlabel="뉴런", xticks=[], yticks=[]
    )
axes[0].set_ylabel("표본")
