"""작은 배치에서 견주기: 배치가 둘이면 배치의 통계는 흔들리고 층의 통계는 그대로이다.

주장: 은닉층 넷을 배치 2로 SGD로 200번 갱신하고 학습률을 저마다 고르면, 시험 정확도의 중앙값이 층
    정규화가 배치 정규화보다 다섯 시드 모두에서 높다.
출처: Ba, Kiros & Hinton (2016); Ioffe & Szegedy (2015); sklearn digits
"""

# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

digits, seeds, rates = load_digits(), range(5), (0.01, 0.03, 0.1)
X = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64)
y = torch.tensor(digits.target)


# %% train
def train(norm, lr, seed, n_steps=200, n_batch=2):
    torch.manual_seed(seed)
    layers = [nn.Linear(64, 32), norm(32), nn.ReLU()]
    for _ in range(3):
        layers += [nn.Linear(32, 32), norm(32), nn.ReLU()]
    model = nn.Sequential(*layers, nn.Linear(32, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(n_steps):
        rows = torch.randint(1300, (n_batch,))
        loss = F.cross_entropy(model(X[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        return (model(X[1300:]).argmax(1) == y[1300:]).float().mean().item()


# %% compare
norms = {"배치 정규화": nn.BatchNorm1d, "층 정규화": nn.LayerNorm}
grid = {
    k: torch.tensor([[train(m, lr, s) for s in seeds] for lr in rates]) for k, m in norms.items()
}
best = {k: t[t.median(1).values.argmax()] for k, t in grid.items()}  # 중앙값이 가장 높은 학습률
for name, scores in best.items():
    print(name, f"{scores.median():.2f} ({scores.min():.2f}~{scores.max():.2f})")
batch_best, layer_best = (t.median().item() for t in best.values())
batch_top, layer_low = best["배치 정규화"].max().item(), best["층 정규화"].min().item()
assert layer_low > batch_top
