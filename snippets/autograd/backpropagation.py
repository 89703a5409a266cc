"""순전파와 역전파: 값은 앞으로, 기울기는 뒤로 흐른다.

주장: 두 층을 손으로 역전파한 기울기는 autograd와 같다(허용 오차 1e-12).
    가중치는 step()이 부를 때까지 그대로이고, 모든 층의 기울기는 고치기 전의 가중치로 구한다.
출처: 파이토치 학습 절차 노트; AI와 Flask 강의 노트; Rumelhart, Hinton & Williams (1986)
"""

# %% setup
import torch
from sklearn.datasets import load_iris
from torch.nn.functional import mse_loss

torch.manual_seed(0)
iris = torch.tensor(load_iris().data)  # (N, 4)
iris = (iris - iris.mean(0)) / iris.std(0)
X, y = iris[:, :3], iris[:, 3:]  # (N, 3), (N, 1): 앞의 세 길이로 꽃잎 너비를 맞힌다
n = len(X)

# %% forward
W1 = torch.randn(3, 5, dtype=torch.float64, requires_grad=True)
b1 = torch.zeros(5, dtype=torch.float64, requires_grad=True)
W2 = torch.randn(5, 1, dtype=torch.float64, requires_grad=True)
b2 = torch.zeros(1, dtype=torch.float64, requires_grad=True)
params = [W1, b1, W2, b2]
n_params = sum(p.numel() for p in params)

h = torch.tanh(X @ W1 + b1)  # (N, 3) @ (3, 5) -> (N, 5)
y_hat = h @ W2 + b2  # (N, 5) @ (5, 1) -> (N, 1)
loss = ((y_hat - y) ** 2).mean()
assert torch.isclose(loss, mse_loss(y_hat, y))

# %% backward-by-hand
with torch.no_grad():
    d_y = 2 * (y_hat - y) / n  # (N, 1) 손실이 출력에 얼마나 민감한가
    d_W2 = h.T @ d_y  # (5, N) @ (N, 1) -> (5, 1)
    d_b2 = d_y.sum(0)  # (N, 1) -> (1,)
    d_h = d_y @ W2.T  # (N, 1) @ (1, 5) -> (N, 5) 한 층 뒤로
    d_z = d_h * (1 - h**2)  # tanh의 도함수는 1 - tanh^2
    d_W1 = X.T @ d_z  # (3, N) @ (N, 5) -> (3, 5)
    d_b1 = d_z.sum(0)  # (N, 5) -> (5,)

# %% compare
before = [p.detach().clone() for p in params]
loss.backward()
gap = max((p.grad - d).abs().max().item() for p, d in zip(params, [d_W1, d_b1, d_W2, d_b2]))
print(gap < 1e-12)  # True
assert gap < 1e-12
assert all(torch.equal(p, q) for p, q in zip(params, before))  # 가중치는 그대로다

# %% step
optimizer = torch.optim.SGD(params, lr=0.1)
optimizer.step()  # 이제 모든 층이 한꺼번에 바뀐다
assert not any(torch.equal(p, q) for p, q in zip(params, before))
loss_before = loss.item()
loss_after = mse_loss(torch.tanh(X @ W1 + b1) @ W2 + b2, y).item()
print(f"{loss_before:.3f} -> {loss_after:.3f}")
assert loss_after < loss_before

# %% order
# 출력층을 먼저 고치고 그 W2로 d_h를 구하면 첫 층의 기울기가 달라진다.
with torch.no_grad():
    wrong_W1 = X.T @ ((d_y @ W2.T) * (1 - h**2))
    order_error = ((wrong_W1 - d_W1).norm() / d_W1.norm()).item()
print(f"어긋남 {order_error:.1%}")
assert order_error > 0.01

# %% typo
try:
    loss.backword()
except AttributeError as e:
    print(type(e).__name__, e)
    typo_error = str(e)
assert "backword" in typo_error
