"""학습률 고르기: 로그 눈금으로 훑고 검증 데이터로 고른 뒤 시험은 한 번만 본다.

주장: SGD로 시드 다섯을 평균하면 쓸 만한 학습률은 좁은 띠이고, 그 아래는 더디고 그 위는 무너진다.
    같은 학습률이라도 에폭을 늘리면 따라온다. 둘은 함께 고른다.
출처: Bengio (2012) "Practical Recommendations"; sklearn digits
"""

# /// script
# [tool.maedeup.variants.hundredfold]
# title = "학습률 100배"
# claims = ["best_rate < 0.02", "valid_at_one < 0.2"]
# replace = { "lr=lr)" = "lr=100 * lr)" }
# ///

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

digits = load_digits()
torch.manual_seed(0)
order = torch.randperm(1797)
X = torch.tensor(digits.data / 16, dtype=torch.float32)[order]  # (1797, 64)
y = torch.tensor(digits.target)[order]  # (1797,)
train_rows, valid_rows, test_rows = slice(0, 1000), slice(1000, 1400), slice(1400, 1797)


# %% train
def train(lr, seed, n_epochs=5):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(n_epochs):
        for rows in torch.randperm(1000).split(50):
            loss = F.cross_entropy(model(X[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


@torch.no_grad()
def accuracy(models, rows):
    """신경망 다섯의 정확도의 평균."""
    hits = [(model(X[rows]).argmax(1) == y[rows]).float().mean() for model in models]
    return (sum(hits) / len(hits)).item()


# %% sweep
rates = [10 ** (k / 2) for k in range(-6, 3)]  # 0.001에서 10까지 약 세 배씩
models = [[train(lr, seed) for seed in range(5)] for lr in rates]  # 학습률마다 시드 다섯
train_scores = [accuracy(five, train_rows) for five in models]
valid_scores = [accuracy(five, valid_rows) for five in models]
for lr, score in zip(rates, valid_scores):
    print(f"학습률 {lr:.2g}: 검증 {score:.1%}")

# %% choose
best = max(range(len(rates)), key=lambda i: valid_scores[i])  # 검증으로
best_rate, best_valid = rates[best], valid_scores[best]
test_score = accuracy(models[best], test_rows)  # 시험은 마지막에 한 번
slowest, broken, valid_at_one = valid_scores[0], valid_scores[-1], valid_scores[6]
print(f"고른 학습률 {best_rate:g}, 시험 정확도 {test_score:.1%}")
assert best_valid > 0.9 and test_score > 0.9 and max(slowest, broken) < 0.2
assert 0 < best < len(rates) - 1  # 끝에서 골라졌다면 범위를 넓혀야 한다

# %% sweep-plot
fig, ax = plt.subplots(num="lr-sweep", figsize=(7, 3), layout="constrained")
ax.semilogx(rates, train_scores, "--", marker="o", color="0.5", label="훈련")
ax.semilogx(rates, valid_scores, marker="o", label="검증")
ax.axvline(best_rate, color="k", linewidth=0.8, linestyle=":", label="고른 값")
ax.set_xticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
ax.set(
    title="다섯 에폭 뒤의 정확도 (시드 다섯의 평균)",
    xlabel="학습률 (로그 눈금)",
    ylabel="정확도",
    ylim=(0, 1.02),
)
ax.legend()

# %% more-epochs
# 너무 작은 학습률은 에폭을 늘리면 따라온다. 두 하이퍼파라미터는 따로 놀지 않는다.
slow_rate, many = rates[3], 30
longer = accuracy([train(slow_rate, seed, n_epochs=many) for seed in range(5)], valid_rows)
short = valid_scores[3]
print(f"학습률 {slow_rate:.2g}: 5에폭 {short:.1%}, {many}에폭 {longer:.1%}")
assert longer > short + 0.3
