"""드롭아웃의 효과: 틀린 레이블을 외우기 어렵게 한다.

주장: 레이블의 20%가 틀린 데이터에서 드롭아웃을 넣으면 시험 정확도가 오른다(시드 다섯 모두).
    레이블이 모두 옳으면 차이는 0.03보다 작고, 그 부호는 신경망에 따라 다르다.
출처: Srivastava et al. (2014); sklearn digits
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
n_train, n_seeds = 300, 5


# %% train
def test_accuracy(p, n_wrong, seed, deep=False):
    torch.manual_seed(seed)
    labels = y[:n_train].clone()
    labels[:n_wrong] = (labels[:n_wrong] + torch.randint(1, 10, (n_wrong,))) % 10
    parts = [nn.Linear(64, 128), nn.ReLU(), nn.Dropout(p)]
    if deep:  # 은닉층을 하나 더
        parts += [nn.Linear(128, 128), nn.ReLU(), nn.Dropout(p)]
    model = nn.Sequential(*parts, nn.Linear(128, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3 if deep else 5e-3, fused=True)
    for _ in range(150 if deep else 120):
        loss = F.cross_entropy(model(X[:n_train]), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()  # 평가할 때는 끈다
    with torch.no_grad():
        return (model(X[797:]).argmax(1) == y[797:]).float().mean().item()


# %% compare
noisy = {p: [test_accuracy(p, 60, s) for s in range(n_seeds)] for p in (0.0, 0.5)}
clean = {p: [test_accuracy(p, 0, s) for s in range(n_seeds)] for p in (0.0, 0.5)}
noisy_plain, noisy_drop = (sum(noisy[p]) / n_seeds for p in (0.0, 0.5))
clean_plain, clean_drop = (sum(clean[p]) / n_seeds for p in (0.0, 0.5))
print(f"레이블 20%가 틀림: 없이 {noisy_plain:.3f}, 드롭아웃 0.5 {noisy_drop:.3f}")
print(f"레이블이 모두 옳음: 없이 {clean_plain:.3f}, 드롭아웃 0.5 {clean_drop:.3f}")
assert all(b > a + 0.05 for a, b in zip(noisy[0.0], noisy[0.5]))  # 시드마다 낫다
assert 0 < clean_drop - clean_plain < 0.03  # 외울 잘못이 없으면 이득도 작다

# %% deeper
deep = {p: [test_accuracy(p, 0, s, deep=True) for s in range(n_seeds)] for p in (0.0, 0.5)}
deep_plain, deep_drop = (sum(deep[p]) / n_seeds for p in (0.0, 0.5))
print(f"은닉층 둘, 레이블이 모두 옳음: 없이 {deep_plain:.3f}, 드롭아웃 0.5 {deep_drop:.3f}")
assert -0.03 < deep_drop - deep_plain < 0  # 이번에는 손해다
