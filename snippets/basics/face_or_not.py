"""합성곱 신경망의 쓰임: 얼굴인지 아닌지 묻는 가장 작은 예.

주장: 사진 조각 140장으로 Adam, 학습률 0.003으로 배운 작은 CNN이 시드 다섯 모두에서 처음 보는 조각
    60장을 가른다. 그러나 얼굴이 하나인 사진을 훑게 하면 400자리 가운데 50자리 넘게 얼굴이라고 한다.
출처: skimage lfw_subset (Huang et al., 2007), astronaut (NASA)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from skimage import color, data, transform
from torch import nn

crops = torch.tensor(data.lfw_subset()).float()[:, None]  # (200, 1, 25, 25)
is_face = (torch.arange(200) < 100).float()  # 앞의 100장이 얼굴
n_seeds, n_train, n_test = 5, 140, 60


# %% model
def learn(seed):
    torch.manual_seed(seed)
    train, test = torch.randperm(200).split([n_train, n_test])
    convs = [nn.Conv2d(1, 8, 5, stride=2), nn.ReLU()]
    convs += [nn.Conv2d(8, 16, 5, stride=2), nn.ReLU()]
    net = nn.Sequential(*convs, nn.Conv2d(16, 1, 4))  # (n, 1, 25, 25) -> (n, 1, 1, 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.003)
    for _ in range(60):
        scores = net(crops[train]).flatten()  # (140,)
        loss = nn.functional.binary_cross_entropy_with_logits(scores, is_face[train])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return net.requires_grad_(False), test


# %% held-out
nets, tests = zip(*[learn(seed) for seed in range(n_seeds)])
guesses = [net(crops[test]).flatten() > 0 for net, test in zip(nets, tests)]  # (60,) 다섯
right = [int((g == is_face[test].bool()).sum()) for g, test in zip(guesses, tests)]
accuracy, lowest = sorted(right)[n_seeds // 2] / n_test, min(right) / n_test
print(f"시드마다 처음 보는 {n_test}장 가운데", right)
assert min(right) >= 55

# %% search
# (512, 512, 3) -> (102, 102)
photo = transform.rescale(color.rgb2gray(data.astronaut()), 0.2)
photo = torch.tensor(photo).float()[None, None]  # (1, 1, 102, 102)
heats = [net(photo)[0, 0] for net in nets]  # (20, 20) 다섯: 네 픽셀마다 조각 하나
n_windows, flagged = heats[0].numel(), sorted(int((heat > 0).sum()) for heat in heats)
n_flagged, fewest = flagged[n_seeds // 2], flagged[0]
print(f"조각 {n_windows}개 가운데 얼굴이라고 한 것", flagged)
assert fewest > 50  # 얼굴은 하나뿐이다

# %% grid-plot
fig, axes = plt.subplots(2, 10, num="faces-grid", figsize=(7.4, 2), layout="constrained")
for row, name, found in zip(axes, ("얼굴이라고 함", "아니라고 함"), (guesses[0], ~guesses[0])):
    for ax, crop in zip(row, crops[tests[0]][found]):
        ax.imshow(crop[0], cmap="gray", vmin=0, vmax=1)
        ax.axis("off")
    row[0].set_title(name, loc="left", fontsize=9)

# %% search-plot
fig, axes = plt.subplots(1, 2, num="faces-search", figsize=(7, 3), layout="constrained")
axes[0].imshow(photo[0, 0], cmap="gray")
axes[0].set_title("가로세로 102픽셀로 줄인 사진")
axes[1].imshow(heats[0] > 0, cmap="gray")
axes[1].set_title("얼굴이라고 한 자리 (흰색)")
for ax in axes:
    ax.axis("off")
