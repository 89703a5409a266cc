"""기본 블록 CNN 실습의 물음에 답한다.

주장: 실습을 줄인 문제(16 × 16, 블록 둘, 네 에폭)에서 증강, 배치 정규화, 색이 있고 없는 것을 시드
    다섯으로 견준다. 색을 없애면 평균만 보는 1-NN이 CNN보다 더 많이 잃는다.
출처: 매듭의 실험 (scikit-image와 scikit-learn에 든 사진)
"""

# /// script
# [tool.maedeup]
# timeout_s = 600
# ///

# %% setup
import numpy as np
import torch
from skimage import data as pictures
from sklearn.datasets import load_sample_image
from sklearn.neighbors import KNeighborsClassifier
from torch import nn
from torch.nn.functional import avg_pool2d, cross_entropy

n_seeds = 5


# %% tiles
def cut(photo, label):
    t = torch.tensor(photo).unfold(0, 32, 32).unfold(1, 32, 32)  # (행, 열, 3, 32, 32)
    rows, cols = t.shape[:2]
    place = torch.cartesian_prod(torch.arange(rows), torch.arange(cols))
    return t.flatten(0, 1), torch.full((rows * cols,), label), place.sum(1)


photos = [load_sample_image("china.jpg"), load_sample_image("flower.jpg")]
photos += [pictures.astronaut(), pictures.coffee(), pictures.chelsea()]
photos += [pictures.immunohistochemistry(), pictures.stereo_motorcycle()[0]]
photos += [pictures.retina()[200:1200:2, 200:1200:2]]
cuts = [cut(photo, i) for i, photo in enumerate(photos)]
images, labels, diagonal = (torch.cat(part) for part in zip(*cuts, strict=True))
images = avg_pool2d(images / 255, 2)  # (N, 3, 16, 16)
train, test = diagonal % 4 == 0, diagonal % 2 == 1  # 체커판의 검은 칸 절반과 흰 칸
n_train, n_test = int(train.sum()), int(test.sum())
print(tuple(images.shape), n_train, n_test)


# %% train
def block(c_in, c_out, norm):
    layers = []
    for c in (c_in, c_out):
        layers += [nn.Conv2d(c, c_out, 3, padding=1), nn.BatchNorm2d(c_out), nn.ReLU()]
    kept = [layer for layer in layers if norm or not isinstance(layer, nn.BatchNorm2d)]
    return nn.Sequential(*kept, nn.MaxPool2d(2))


def learn(seed, flips=True, norm=False, grey=False):
    """훈련 정확도와 시험 정확도."""
    torch.manual_seed(seed)
    x = images.mean(1, keepdim=True).expand(-1, 3, -1, -1) if grey else images
    x = (x - x[train].mean((0, 2, 3), keepdim=True)) / x[train].std((0, 2, 3), keepdim=True)
    head = [nn.Flatten(), nn.Linear(16 * 4 * 4, 64), nn.ReLU(), nn.Linear(64, len(photos))]
    model = nn.Sequential(block(3, 8, norm), block(8, 16, norm), *head)
    model.to(memory_format=torch.channels_last)  # 채널을 안쪽에 두면 빨라진다
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3, fused=True)
    for _ in range(4):
        for batch in torch.where(train)[0][torch.randperm(n_train)].split(32):
            piece = x[batch]
            if flips:
                piece = torch.where(torch.rand(len(batch), 1, 1, 1) < 0.5, piece.flip(-1), piece)
            loss = cross_entropy(model(piece), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    model.eval()
    with torch.no_grad():
        right = [(model(x[part]).argmax(1) == labels[part]).float() for part in (train, test)]
    return [part.mean().item() for part in right]


settings = {"그대로": {}, "증강 없이": {"flips": False}, "배치 정규화": {"norm": True}}
settings |= {"흑백": {"grey": True}}
runs = {name: np.array([learn(s, **how) for s in range(n_seeds)]) for name, how in settings.items()}
for name, both in runs.items():  # both: (시드, 훈련과 시험)
    print(name, both.round(3).tolist())

# %% compare
gaps = {name: float(np.median(both[:, 0] - both[:, 1])) for name, both in runs.items()}
flip_gap, still_gap = gaps["그대로"], gaps["증강 없이"]
acc, still_acc, norm_acc, grey_acc = (float(np.median(both[:, 1])) for both in runs.values())
n_wider = int((np.diff(runs["증강 없이"]) < np.diff(runs["그대로"])).sum())
n_norm = int((runs["배치 정규화"][:, 1] > runs["그대로"][:, 1]).sum())

# %% colour
def nearest(x):
    knn = KNeighborsClassifier(1).fit(x[train], labels[train])
    return float(knn.score(x[test], labels[test]))


colour = images.mean((2, 3)).numpy()  # (N, 3)
colour_acc, light_acc = nearest(colour), nearest(colour.mean(1, keepdims=True))
over_colour, over_light = acc - colour_acc, grey_acc - light_acc
n_grey = int((runs["흑백"][:, 1] < runs["그대로"][:, 1]).sum())
print(f"평균 색 {colour_acc:.3f}, 평균 밝기 {light_acc:.3f}")
