"""오토인코더로 이상 찾기: 정상만 배운 신경망은 낯선 입력을 잘 복원하지 못한다.

주장: 숫자 0만 배운 오토인코더의 복원 오차는 다른 숫자에서 뚜렷이 크다.
출처: Hawkins et al. (2002) "Outlier Detection Using Replicator Neural Networks"; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from sklearn.metrics import roc_auc_score
from torch import nn

torch.manual_seed(0)
images, digits = load_digits(return_X_y=True)
X, y = torch.tensor(images / 16).float(), torch.tensor(digits)
zeros, others = X[y == 0], X[y != 0]
train, normal = zeros[:120], zeros[120:]  # 정상만 배운다

# %% train
encoder = [nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 4)]
decoder = [nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 64)]
model = nn.Sequential(*encoder, *decoder)
adam = torch.optim.Adam(model.parameters(), lr=0.005)
for _ in range(400):
    loss = (model(train) - train).square().mean()
    adam.zero_grad()
    loss.backward()
    adam.step()

# %% errors
with torch.no_grad():
    normal_error = (model(normal) - normal).square().mean(1)  # (58,)
    other_error = (model(others) - others).square().mean(1)  # (1619,)
ratio = (other_error.median() / normal_error.median()).item()
truth = torch.cat([torch.zeros(len(normal)), torch.ones(len(others))])
auc = float(roc_auc_score(truth, torch.cat([normal_error, other_error])))
print(f"중앙값의 비 {ratio:.1f}배, AUC {auc:.3f}")
assert ratio > 3 and auc > 0.95

# %% errors-plot
fig, ax = plt.subplots(num="anomaly-errors", figsize=(7, 2.8), layout="constrained")
bins = torch.linspace(0, 0.2, 41).tolist()
ax.hist(normal_error, bins, density=True, alpha=0.7, label="처음 보는 0")
ax.hist(other_error, bins, density=True, alpha=0.7, label="1부터 9")
ax.set(xlabel="복원 오차", ylabel="밀도", title="0만 배운 오토인코더")
ax.legend()
