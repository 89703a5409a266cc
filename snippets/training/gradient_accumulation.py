"""기울기 초기화와 누적: backward는 .grad에 더하므로 비우지 않으면 쌓인다.

주장: 두 번 backward하면 기울기가 두 배다.
      SGD에서 비우기를 빼면 시드 다섯 모두 손실이 골짜기를 지나쳐 되돌아온다.
      크기가 같은 작은 배치 k개의 손실을 k로 나누어 쌓으면 큰 배치 한 번의 기울기와 같다.
출처: 파이토치 학습 절차 노트; PyTorch 문서 Zeroing out gradients; sklearn diabetes(Efron 외, 2004).
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_diabetes, load_digits
from sklearn.preprocessing import scale

patients = load_diabetes()
X = torch.tensor(scale(patients.data), dtype=torch.float32)[:440]  # (440, 10)
y = torch.tensor(scale(patients.target), dtype=torch.float32)[:440, None]  # (440, 1)


def make_model(n_in, n_out, seed=0):
    torch.manual_seed(seed)
    return torch.nn.Linear(n_in, n_out)


# %% adds-up
p = torch.tensor(2.0, requires_grad=True)
(p**2).backward()
once = p.grad.item()
(p**2).backward()  # 비우지 않고 한 번 더
twice = p.grad.item()
print(once, twice, p.item())  # 4.0 8.0 2.0
assert (once, twice) == (4.0, 8.0) and p.item() == 2.0  # p는 그대로다


# %% train
n_steps = 120


def train(zero, X, y, criterion, model):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for _ in range(n_steps):
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
        if zero:
            optimizer.zero_grad()
        losses.append(loss.item())
    return losses


# %% forget
def compare(X, y, criterion, n_in, n_out):
    """시드 다섯의 손실: 비운 쪽 (5, 120)과 잊은 쪽 (5, 120)."""
    models = [[make_model(n_in, n_out, seed) for seed in range(5)] for _ in "ab"]
    return (
        torch.tensor([train(zero, X, y, criterion, model) for model in five])
        for zero, five in zip((True, False), models)
    )


kept, forgot = compare(X, y, F.mse_loss, 10, 1)
n_seeds, best_kept, best_forgot = len(kept), kept.amin(1), forgot.amin(1)  # (5,)
worst_late = forgot[:, 60:].amax(1)  # (5,) 60번 뒤
for low, near, late in zip(best_kept, best_forgot, worst_late):
    print(f"비움 {low:.2f}, 잊음 {near:.2f}이고 60번 뒤에도 {late:.2f}까지 튄다")
assert (kept.diff() <= 0).all()  # 비우면 한결같이 내려간다
assert (best_forgot > best_kept).all()  # 잊으면 골짜기를 지나쳐 되돌아온다
assert (worst_late > 1.5 * best_kept).all()
lowest, highest = best_kept.min().item(), best_kept.max().item()
mildest, wildest = worst_late.min().item(), worst_late.max().item()

# %% lucky
digits = load_digits()
pixels, labels = torch.tensor(digits.data / 16, dtype=torch.float32), torch.tensor(digits.target)
both = [losses[:, -1] for losses in compare(pixels, labels, F.cross_entropy, 64, 10)]  # (5,) 둘
lucky_kept, lucky_forgot = (losses.median().item() for losses in both)
print(f"손글씨 분류, 120번 뒤의 중앙값: 비움 {lucky_kept:.2f}, 잊음 {lucky_forgot:.2f}")
assert (both[1] < both[0]).all()  # 잊고도 더 낮아지는 수가 있다

# %% micro-batches
model, k = make_model(10, 1), 4
F.mse_loss(model(X), y).backward()
big = model.weight.grad.clone()  # (1, 10) 440명을 한 번에
model.zero_grad()
assert model.weight.grad is None  # 0으로 채우지 않고 아예 지운다
for part_X, part_y in zip(X.chunk(k), y.chunk(k)):  # 110명씩 네 번
    (F.mse_loss(model(part_X), part_y) / k).backward()  # 나누어 쌓는다
difference = (model.weight.grad - big).abs().max().item()
print("큰 배치와 같은가 (허용 오차 1e-5):", difference < 1e-5)
assert difference < 1e-5

# %% plot
fig, ax = plt.subplots(num="forgot-zero-grad", figsize=(7, 2.8), layout="constrained")
ax.plot(kept[0], label="매번 비움")
ax.plot(forgot[0], label="비우기를 잊음")
ax.set(title="당뇨병 자료의 선형 회귀 (시드 0)", xlabel="갱신 횟수", ylim=0)
ax.set_ylabel("평균 제곱 오차")
ax.legend()
