"""조기 종료: 검증 손실이 가장 낮을 때의 가중치를 남긴다.

주장: 훈련 손실은 0으로 가는데 검증 손실은 바닥을 찍고 다시 오른다. 틀린 레이블까지 외우기 때문이다.
출처: Prechelt (1998) "Early Stopping - But When?"; Zhang et al. (2017); sklearn digits
"""

# %% setup
import copy

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
digits = load_digits()
order = torch.randperm(1797)
X = torch.tensor(digits.data / 16, dtype=torch.float32)[order]  # (1797, 64)
y = torch.tensor(digits.target)[order]
n_train, n_wrong, valid, test = 300, 60, slice(300, 797), slice(797, 1797)
labels = y[:n_train].clone()
labels[:n_wrong] = (labels[:n_wrong] + torch.randint(1, 10, (n_wrong,))) % 10  # 모두 틀린 레이블

# %% train
wide = [nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU()]
model = nn.Sequential(*wide, nn.Linear(128, 10))
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
history, best_loss, kept = [], float("inf"), None
for epoch in range(150):  # 배치 하나가 데이터 전체이므로 걸음이 곧 에폭이다
    loss = F.cross_entropy(model(X[:n_train]), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        valid_loss = F.cross_entropy(model(X[valid]), y[valid]).item()
    history.append((loss.item(), valid_loss))
    if valid_loss < best_loss:  # 가장 좋았던 때의 가중치를 따로 둔다
        best_loss, best_epoch = valid_loss, epoch
        kept = copy.deepcopy(model.state_dict())


# %% compare
def judge():
    # 시험 정확도, 그리고 틀린 레이블 가운데 외운 비율
    with torch.no_grad():
        guess = model(X).argmax(1)
    learnt = (guess[:n_wrong] == labels[:n_wrong]).float().mean().item()
    return (guess[test] == y[test]).float().mean().item(), learnt


last_test, last_learnt = judge()
model.load_state_dict(kept)
kept_test, kept_learnt = judge()
print(f"끝까지: 시험 {last_test:.3f}, 외운 틀린 레이블 {last_learnt:.0%}")
print(f"{best_epoch}에폭: 시험 {kept_test:.3f}, 외운 틀린 레이블 {kept_learnt:.0%}")

# %% losses
(train_end, valid_end), n_epochs = history[-1], len(history)
print(f"마지막 손실: 훈련 {train_end:.2f}, 검증 {valid_end:.2f} (가장 낮을 때 {best_loss:.2f})")
assert train_end < 0.05 and valid_end > 1.5 * best_loss
assert last_learnt > 0.95 and kept_learnt < 0.1 and kept_test > last_test + 0.1

# %% loss-plot
fig, ax = plt.subplots(num="early-stopping", figsize=(7, 3), layout="constrained")
train_curve, valid_curve = zip(*history)
ax.plot(train_curve, "--", color="0.4", label="훈련 손실")
ax.plot(valid_curve, color="C0", label="검증 손실")
ax.axvline(best_epoch, color="C1", linewidth=1, label="여기서 멈춘다")
ax.set(title="훈련 손실은 줄곧 내려가지만", xlabel="에폭", ylabel="크로스 엔트로피", ylim=0)
ax.legend()
