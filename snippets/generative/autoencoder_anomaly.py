"""오토인코더로 이상 찾기: 정상만 배운 신경망은 낯선 입력을 잘 복원하지 못한다.

주장: 숫자 0만 배운 오토인코더의 복원 오차는 다른 숫자에서 뚜렷이 크다(시드 다섯 모두).
출처: Hawkins et al. (2002) "Outlier Detection Using Replicator Neural Networks"; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from sklearn.metrics import roc_auc_score
from torch import nn

n_seeds = 5
images, digits = load_digits(return_X_y=True)
X, y = torch.tensor(images / 16).float(), torch.tensor(digits)
zeros, others = X[y == 0], X[y != 0]
train, normal = zeros[:120], zeros[120:]  # 정상만 배운다


# %% train
def learn(seed):
    torch.manual_seed(seed)
    encoder = [nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 4)]
    decoder = [nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 64)]
    model = nn.Sequential(*encoder, *decoder)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(400):
        loss = (model(train) - train).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():  # 표본마다의 오차: (58,), (1619,)
        return [(model(x) - x).square().mean(1) for x in (normal, others)]


# %% errors
runs = [learn(seed) for seed in range(n_seeds)]
ratios = [(other.median() / usual.median()).item() for usual, other in runs]
truth = torch.cat([torch.zeros(len(normal)), torch.ones(len(others))])
aucs = [float(roc_auc_score(truth, torch.cat(run))) for run in runs]
ratio_low, ratio_high, auc_low = min(ratios), max(ratios), min(aucs)
print("중앙값의 비", [round(r, 1) for r in ratios], "AUC", [round(a, 3) for a in aucs])
assert ratio_low > 3 and auc_low > 0.95
normal_error, other_error = runs[0]

# %% errors-plot
fig, ax = plt.subplots(num="anomaly-errors", figsize=(7, 2.8), layout="constrained")
bins = torch.linspace(0, 0.2, 41).tolist()
ax.hist(normal_error, bins, density=True, alpha=0.7, label="처음 보는 0")
ax.hist(other_error, bins, density=True, alpha=0.7, label="1부터 9")
ax.set(xlabel="복원 오차", ylabel="밀도", title="0만 배운 오토인코더 (시드 0)")
ax.legend()
