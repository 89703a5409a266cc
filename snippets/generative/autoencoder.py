"""오토인코더: 좁은 코드로 압축했다가 입력을 복원하는 신경망.

주장: 선형 오토인코더는 PCA와 같은 오차, 같은 부분공간에 이른다.
    활성화를 넣은 오토인코더는 처음 보는 숫자를 PCA보다 잘 복원한다(시드 다섯 모두).
출처: Bourlard & Kamp (1988); Baldi & Hornik (1989); Hinton & Salakhutdinov (2006)
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from torch import nn

torch.manual_seed(0)
X = load_digits().data / 16  # (1797, 64)

# %% linear
x = torch.tensor(X)  # 배정밀도
linear = nn.Sequential(nn.Linear(64, 8), nn.Linear(8, 64)).double()
lbfgs = torch.optim.LBFGS(linear.parameters(), max_iter=400, line_search_fn="strong_wolfe")


def closure():
    lbfgs.zero_grad()
    loss = (linear(x) - x).square().mean()
    loss.backward()
    return loss


lbfgs.step(closure)
linear_error = (linear(x) - x).square().mean().item()
pca = PCA(8).fit(X)
pca_error = ((pca.inverse_transform(pca.transform(X)) - X) ** 2).mean()
print(f"선형 오토인코더 {linear_error:.5f}, PCA {pca_error:.5f}")
assert abs(linear_error - pca_error) < 1e-5

# %% subspace
# 두 부분공간의 정규직교 기저를 곱해 특이값을 보면 사이 각의 코사인이 나온다.
basis = torch.linalg.qr(linear[1].weight.detach()).Q  # (64, 8)
axes = torch.tensor(pca.components_.T)  # (64, 8)
cosines = torch.linalg.svdvals(basis.T @ axes)  # (8,)
worst_cosine = cosines.min().item()
print(f"가장 작은 코사인 {worst_cosine:.4f}")
gram = linear[1].weight.T @ linear[1].weight  # (8, 8) 축끼리는 직각이 아니다
assert worst_cosine > 0.99 and (gram - gram.diag().diag()).abs().max() > 0.01

# %% nonlinear
parts = train_test_split(X, random_state=0)
train, test = (torch.tensor(a).float() for a in parts)
n_seeds, rebuilt = 5, []
for seed in range(n_seeds):
    torch.manual_seed(seed)
    encoder = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 8))
    decoder = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 64))
    model = nn.Sequential(encoder, decoder)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005, fused=True)
    for _ in range(30):
        for i in torch.randperm(len(train)).split(64):
            loss = (model(train[i]) - train[i]).square().mean()  # 정답이 입력이다
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    rebuilt.append(model(test).detach())

# %% compare
train_pca = PCA(8).fit(train)
flat = train_pca.inverse_transform(train_pca.transform(test))
test_pca = float(((flat - test.numpy()) ** 2).mean())
test_errors = sorted((deep - test).square().mean().item() for deep in rebuilt)
test_deep, test_worst = test_errors[n_seeds // 2], test_errors[-1]  # 중앙값과 가장 나쁜 시드
less_error = 1 - test_deep / test_pca
print(f"처음 보는 숫자: PCA {test_pca:.4f}, 오토인코더 {[round(e, 4) for e in test_errors]}")
assert test_worst < 0.9 * test_pca

# %% digits-plot
fig, axes = plt.subplots(3, 8, num="autoencoder-digits", figsize=(8, 3.3))
for row, (name, pixels) in enumerate({"원본": test, "PCA": flat, "오토인코더": rebuilt[0]}.items()):
    for col in range(8):
        axes[row, col].imshow(pixels[col].reshape(8, 8), cmap="gray", vmin=0, vmax=1)
        axes[row, col].set(xticks=[], yticks=[])
    axes[row, 0].set_ylabel(name, rotation=0, ha="right", va="center")
fig.suptitle("수 64개를 8개로 압축했다가 복원한 숫자")
fig.tight_layout()
