"""시그모이드 뒤의 손실: 제곱 오차는 평평하고, 크로스 엔트로피는 그릇 모양이다.

주장: 로지스틱 회귀에서 크로스 엔트로피의 2차 도함수는 음수가 되지 않지만 제곱 오차는 음수가 된다.
      크게 틀린 곳에서 제곱 오차의 기울기는 사라지고 크로스 엔트로피의 기울기는 1에 가깝다.
출처: AI Flask 강의 노트 4-2-2(반대로 쓴 문장의 검증); Bishop(2006) 4.3.2; sklearn iris.
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_iris

iris = load_iris()
length = torch.tensor(iris.data[50:, 2])
x = (length - length.mean()) / length.std()  # (100,) 표준화한 꽃잎 길이
y = torch.tensor(iris.target[50:] == 2, dtype=torch.float64)  # (100,)


def squared(w, x=x, y=y):
    return ((torch.sigmoid(w * x) - y) ** 2).mean()


def log_loss(w, x=x, y=y):
    return F.binary_cross_entropy_with_logits(w * x, y)


slope = torch.func.grad


# %% curvature
ws = torch.linspace(-10, 10, 401, dtype=torch.float64)
min_squared, min_log = (
    torch.func.vmap(slope(slope(f)))(ws).min().item() for f in (squared, log_loss)
)
print(f"2차 도함수의 최솟값: 제곱 {min_squared:.3f}, 크로스 엔트로피 {min_log:.4f}")
assert min_squared < 0 < min_log  # 음수면 그릇 모양(볼록)이 아니다

# %% far-off
# 정답이 1인 표본에 로짓 -10을 주었다. 크게 틀렸다.
one, wrong = torch.ones(1, dtype=torch.float64), torch.tensor(-10.0, dtype=torch.float64)
pull_squared, pull_log = (slope(f)(wrong, one, one).abs().item() for f in (squared, log_loss))
print(f"기울기의 크기: 제곱 {pull_squared:.0e}, 크로스 엔트로피 {pull_log:.4f}")
assert pull_squared < 1e-4 and pull_log > 0.999

# %% descend
paths = {}
for name, f in (("squared", squared), ("log", log_loss)):
    path = [torch.tensor(-8.0, dtype=torch.float64)]
    for _ in range(50):
        path.append(path[-1] - 1.0 * slope(f)(path[-1]))  # 학습률 1
    paths[name] = torch.stack(path)  # (51,)
end_squared, end_log = paths["squared"][-1].item(), paths["log"][-1].item()
print(f"-8에서 50걸음 뒤의 w: 제곱 {end_squared:.2f}, 크로스 엔트로피 {end_log:.2f}")
assert end_squared < -7 and end_log > 3

# %% plot
fig, axes = plt.subplots(1, 2, num="mse-vs-bce-surface", figsize=(8, 3), layout="constrained")
losses = {"제곱 오차": squared, "크로스 엔트로피": log_loss}
for ax, path, (name, f) in zip(axes, paths.values(), losses.items()):
    ax.plot(ws, torch.func.vmap(f)(ws))
    ax.plot(path, torch.func.vmap(f)(path), "o", color="C1", markersize=4)
    ax.set(title=f"시그모이드와 {name}", xlabel="가중치 w (점은 경사 하강 50걸음)", ylabel="손실")
