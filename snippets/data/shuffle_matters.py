"""섞지 않은 학습: 정답 차례로 늘어선 데이터를 그대로 넣으면 마지막에 본 것만 남는다.

주장: 같은 모델, 같은 걸음 수에서 섞은 쪽의 정확도가 섞지 않은 쪽보다 0.3 넘게 높다(시드 다섯 모두).
출처: AI와 Flask 강의 노트 5-2절; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

digits = load_digits()
order = np.argsort(digits.target, kind="stable")  # 0부터 9까지 차례로 늘어선 파일처럼
images = torch.tensor(digits.data[order] / 16, dtype=torch.float32)  # (N, 64)
labels = torch.tensor(digits.target[order])  # (N,)
dataset = TensorDataset(images, labels)  # 텐서가 이미 있으면 클래스를 쓰지 않아도 된다


# %% train
def train(shuffle, seed):
    torch.manual_seed(seed)
    model = nn.Linear(64, 10)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for _ in range(5):
        for x, y in DataLoader(dataset, batch_size=32, shuffle=shuffle):
            loss = nn.functional.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model(images).argmax(1)  # (N, 10) -> (N,)


# %% accuracy
n_seeds = 5
guesses = {s: torch.stack([train(s, seed) for seed in range(n_seeds)]) for s in (False, True)}
right = {s: (guesses[s] == labels).float().mean(1) for s in guesses}  # (시드,)
in_order, shuffled = (right[s].median().item() for s in (False, True))
print(f"시드의 중앙값: 섞지 않음 {in_order:.2f}, 섞음 {shuffled:.2f}")
assert (right[True] > right[False] + 0.3).all()

# %% guesses-plot
fig, axes = plt.subplots(1, 2, num="shuffle-guesses", figsize=(7.5, 2.8))
for ax, shuffle, title in zip(axes, (False, True), ("섞지 않음", "섞음")):
    counts = guesses[shuffle][0].bincount(minlength=10)
    ax.bar(range(10), counts, color=f"C{int(shuffle)}")
    ax.stairs(labels.bincount(), np.arange(11) - 0.5, color="k", label="정답")
    ax.set_ylim(0, 900)
    ax.set(title=f"{title}: 모델이 답한 숫자 (시드 0)", xlabel="숫자", xticks=range(10))
axes[0].set_ylabel("횟수")
axes[0].legend()
fig.tight_layout()
