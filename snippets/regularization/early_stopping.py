"""조기 종료: 검증 손실이 가장 낮을 때의 가중치를 남긴다.

주장: 시드 다섯 모두에서, 훈련 손실은 0으로 가는데 검증 손실은 바닥을 찍고 다시 오른다.
    틀린 레이블까지 외우기 때문이다.
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
order = torch.randperm(1797)  # 나눈 조각은 모든 시드에서 같다
X = torch.tensor(digits.data / 16, dtype=torch.float32)[order]  # (1797, 64)
y = torch.tensor(digits.target)[order]
n_train, n_wrong, valid, test = 300, 60, slice(300, 797), slice(797, 1797)
n_seeds, n_epochs = 5, 150


# %% train
def judge(model, labels):
    # 시험 정확도, 그리고 틀린 레이블 가운데 외운 비율
    with torch.no_grad():
        guess = model(X).argmax(1)
    learnt = (guess[:n_wrong] == labels[:n_wrong]).float().mean().item()
    return (guess[test] == y[test]).float().mean().item(), learnt


def train(seed):
    torch.manual_seed(seed)
    labels = y[:n_train].clone()  # 앞의 n_wrong장은 모두 틀린 레이블
    labels[:n_wrong] = (labels[:n_wrong] + torch.randint(1, 10, (n_wrong,))) % 10
    wide = [nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 10)]
    model = nn.Sequential(*wide)
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    history, best_loss, kept = [], float("inf"), None
    for _ in range(n_epochs):  # 배치 하나가 데이터 전체이므로 걸음이 곧 에폭이다
        loss = F.cross_entropy(model(X[:n_train]), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            valid_loss = F.cross_entropy(model(X[valid]), y[valid]).item()
        history.append((loss.item(), valid_loss))
        if valid_loss < best_loss:  # 가장 좋았던 때의 가중치를 따로 둔다
            best_loss, kept = valid_loss, copy.deepcopy(model.state_dict())
    last = judge(model, labels)
    model.load_state_dict(kept)
    return torch.tensor(history), torch.tensor([last, judge(model, labels)])


# %% compare
runs = [train(seed) for seed in range(n_seeds)]
# (시드, 에폭, 훈련과 검증), (시드, 끝과 남긴 때, 시험 정확도와 외운 비율)
losses, judged = (torch.stack(parts) for parts in zip(*runs))
(last_test, last_learnt), (kept_test, kept_learnt) = judged.median(0).values.tolist()
print(f"시드의 중앙값, 끝까지: 시험 {last_test:.3f}, 외운 틀린 레이블 {last_learnt:.0%}")
print(f"시드의 중앙값, 조기 종료: 시험 {kept_test:.3f}, 외운 틀린 레이블 {kept_learnt:.0%}")
assert (judged[:, 1, 0] > judged[:, 0, 0] + 0.05).all()  # 시드마다 시험 점수가 낫다
assert judged[:, 0, 1].min() > 0.95 and judged[:, 1, 1].max() < 0.2

# %% losses
best_epoch, best_loss = int(losses[0, :, 1].argmin()) + 1, losses[0, :, 1].min().item()
train_end, valid_end = losses[0, -1].tolist()
print(f"시드 0의 손실: 훈련 {train_end:.2f}, 검증 {valid_end:.2f} (최저 {best_loss:.2f})")
assert losses[:, -1, 0].max() < 0.05
assert (losses[:, -1, 1] > 1.5 * losses[:, :, 1].min(1).values).all()

# %% loss-plot
fig, ax = plt.subplots(num="early-stopping", figsize=(7, 3), layout="constrained")
train_curve, valid_curve = losses[0].T
ax.plot(range(1, n_epochs + 1), train_curve, "--", color="0.4", label="훈련 손실")
ax.plot(range(1, n_epochs + 1), valid_curve, color="C0", label="검증 손실")
ax.axvline(best_epoch, color="C1", linewidth=1, label="여기서 멈춘다")
ax.set(title="훈련 손실은 내려가지만 (시드 0)", xlabel="에폭", ylabel="크로스 엔트로피", ylim=0)
ax.legend()
