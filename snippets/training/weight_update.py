"""가중치 갱신이 곧 학습: 손실이 줄어드는 동안 바뀌는 것은 가중치와 편향뿐이다.

주장: 갱신을 빼면 손실은 그대로다. 데이터는 바뀌지 않고, 학습된 가중치만 옮겨도 같은 예측이 나온다.
      합성곱 필터도 같은 갱신을 받는 가중치다.
출처: 가중치 갱신 학습 노트; sklearn digits(UCI Optical Recognition of Handwritten Digits).
"""

# /// script
# [tool.maedeup.variants.hundredfold]
# title = "학습률 100배"
# claims = ["last_loss < 0.05"]
# replace = { "train(lr=0.5)" = "train(lr=50.0)" }
# ///

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits

digits = load_digits()
X = torch.tensor(digits.data, dtype=torch.float32) / 16  # (N, 64), 0..1
y = torch.tensor(digits.target)  # (N,)
n_train, n_steps, n_test = 1400, 200, 397
X_train, y_train, X_test, y_test = X[:n_train], y[:n_train], X[-n_test:], y[-n_test:]


# %% train
def train(lr):
    torch.manual_seed(0)
    model = torch.nn.Linear(64, 10)
    losses, path = [], []
    for _ in range(n_steps):
        loss = F.cross_entropy(model(X_train), y_train)  # 예측하고, 틀린 정도를 잰다
        losses.append(loss.item())
        path.append(model.weight.detach().flatten().clone())  # (640,)
        grads = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for p, g in zip(model.parameters(), grads):
                p -= lr * g  # 학습이 일어나는 줄은 여기뿐이다
    return model, losses, torch.stack(path)  # (n_steps, 640)


# %% compare
X_before = X.clone()
model, losses, path = train(lr=0.5)
_, frozen_losses, frozen_path = train(lr=0.0)  # 같은 코드에서 갱신만 0배
first_loss, last_loss, frozen_loss = losses[0], losses[-1], frozen_losses[-1]
print(f"갱신함    {first_loss:.3f} -> {last_loss:.3f}")
print(f"갱신 안 함 {frozen_losses[0]:.3f} -> {frozen_losses[-1]:.3f}")
assert last_loss < first_loss / 5
assert len(set(frozen_losses)) == 1 and torch.equal(frozen_path[0], frozen_path[-1])
assert torch.equal(X, X_before)  # 데이터는 그대로다

# %% transplant
# 학습한 적 없는 모델에 가중치만 옮겨 심는다.
fresh = torch.nn.Linear(64, 10)
before = (fresh(X_test).argmax(1) == y_test).float().mean().item()
fresh.load_state_dict(model.state_dict())
after = (fresh(X_test).argmax(1) == y_test).float().mean().item()
print(f"시험 정확도: 옮기기 전 {before:.2f}, 옮긴 뒤 {after:.2f}")
assert torch.equal(fresh(X_test), model(X_test)) and after > 0.85 and before < 0.3

# %% conv-filter
conv = torch.nn.Conv2d(1, 4, 3)
w, old = conv.weight, conv.weight.detach().clone()  # (4, 1, 3, 3)
optimizer = torch.optim.SGD(conv.parameters(), lr=0.1)
conv(X[:32].reshape(-1, 1, 8, 8)).square().mean().backward()  # (32, 4, 6, 6) -> ()
optimizer.step()
filter_moved = (w - old).abs().max().item()
print(f"필터 원소가 움직인 최대 거리: {filter_moved:.4f}")
assert filter_moved > 0 and torch.allclose(w, old - 0.1 * w.grad, atol=1e-7)

# %% plot-move
fig, (left, right) = plt.subplots(1, 2, num="weights-move", figsize=(8, 3), layout="constrained")
most_moved = (path[-1] - path[0]).abs().topk(6).indices
left.plot(path[:, most_moved])
left.set(title="가장 많이 움직인 가중치 여섯 개", xlabel="갱신 횟수", ylabel="가중치의 값")
right.plot(losses, label="갱신함")
right.plot(frozen_losses, "--", color="0.5", label="갱신하지 않음")
right.set(title="같은 동안의 손실", xlabel="갱신 횟수", ylabel="크로스 엔트로피", ylim=0)
right.legend()

# %% plot-picture
fig, axes = plt.subplots(2, 10, num="weights-picture", figsize=(8, 2), layout="constrained")
fig.suptitle("출력마다 64개 픽셀에 준 가중치 (위: 처음, 아래: 학습한 뒤)")
assert path[-1].reshape(10, 8, 8)[0, 3:5, 3:5].max() < 0  # 출력 0의 한가운데 (2, 2)
for i in range(20):
    weights = path[-(i // 10)].reshape(10, 8, 8)  # path[0]은 처음, path[-1]은 마지막
    axes.flat[i].imshow(weights[i % 10], cmap="RdBu_r", vmin=-1.2, vmax=1.2)
    axes.flat[i].set(xticks=[], yticks=[], xlabel=str(i - 10) if i >= 10 else "")
