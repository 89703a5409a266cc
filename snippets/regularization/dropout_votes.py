"""끄는 채로 여러 번 물으면 답이 갈리는 것을 볼 수 있다.

주장: 드롭아웃을 켠 채 50번 물은 확률의 평균은, 시드 다섯 모두에서 eval 모드와 정확도가 2%포인트
    안에서 같다. 틀린 답에서는 맞힌 답에서보다 50번의 답이 더 자주 갈린다(시드 다섯 모두).
출처: 매듭의 실험 (sklearn digits)
"""

# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
digits = load_digits()
order = torch.randperm(1797)
X = torch.tensor(digits.data / 16, dtype=torch.float32)[order]  # (1797, 64)
y = torch.tensor(digits.target)[order]
n_train, n_asked, n_seeds = 300, 50, 5


# %% ask
@torch.no_grad()
def ask(model, is_dropping):
    model.train(is_dropping)
    times = n_asked if is_dropping else 1
    return torch.stack([model(X[797:]).softmax(1) for _ in range(times)])  # (번, 표본, 클래스)


def learn(seed):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(60):
        optimizer.zero_grad()
        F.cross_entropy(model(X[:n_train]), y[:n_train]).backward()
        optimizer.step()
    return model


# %% votes
rows = []
for seed in range(n_seeds):
    model = learn(seed)
    whole, asked = ask(model, False)[0], ask(model, True)
    guess = asked.mean(0).argmax(1)
    split = (asked.argmax(2) != guess).float().mean(0)  # 평균의 답과 다르게 답한 비율
    right = guess == y[797:]
    same = (whole.argmax(1) == y[797:]).float().mean() - right.float().mean()
    rows.append([right.float().mean(), same.abs(), split[right].mean(), split[~right].mean()])
table = torch.tensor(rows)  # (시드, 4)
accuracy, gap, split_right, split_wrong = table.median(0).values.tolist()
largest_gap = table[:, 1].max().item()
print(f"정확도 {accuracy:.3f}, 갈린 비율: 맞힌 답 {split_right:.3f}, 틀린 답 {split_wrong:.3f}")
assert largest_gap < 0.02 and (table[:, 3] > 2 * table[:, 2]).all()
