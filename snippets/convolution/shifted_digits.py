"""옮긴 숫자 알아보기: 합성곱이 있어도 위치에 상관없이 맞히는 것은 아니다.

주장: 가운데 놓인 숫자로만 배우면, 펼쳐서 잇는 CNN의 정확도는 숫자를 옮길수록 무너진다.
    전역 풀링으로 잇거나 옮긴 숫자를 섞어 배우면 훨씬 덜 떨어진다(시드 다섯 모두).
출처: 신경망 4차 학습 노트; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

digits = load_digits()
labels = torch.tensor(digits.target)  # (1797,)
centred = F.pad(torch.tensor(digits.images / 16, dtype=torch.float32), (4, 4))[:, None]
assert centred.shape == (1797, 1, 8, 16)
torch.manual_seed(0)
train, test = torch.randperm(1797).split([1200, 597])


# %% models
def build(head):
    body = [nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    body += [nn.Conv2d(8, 24, 3, padding=1), nn.ReLU()]  # (N, 24, 4, 8)
    if head == "펼치기":
        return nn.Sequential(*body, nn.Flatten(), nn.Linear(768, 10))
    body += [nn.AdaptiveMaxPool2d(1), nn.Flatten()]  # (N, 24)
    return nn.Sequential(*body, nn.Linear(24, 10))


def fit(head, moves=(0,), seed=0, epochs=6):
    """숫자마다 moves 가운데 하나만큼 옆으로 옮겨 가며 배운다."""
    torch.manual_seed(seed)
    model = build(head)
    # (옮김, 1797, 1, 8, 16)
    copies = torch.stack([centred.roll(m, dims=3) for m in moves])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.007, fused=True)
    for _ in range(epochs):
        for batch in train[torch.randperm(len(train))].split(40):
            # (40, 1, 8, 16)
            x = copies[torch.randint(len(moves), batch.shape), batch]
            optimizer.zero_grad()
            F.cross_entropy(model(x), labels[batch]).backward()
            optimizer.step()
    return model


# %% fit
shifts, n_seeds = range(5), 5
views = [centred[test].roll(s, dims=3) for s in shifts]


@torch.no_grad()
def score(model):
    return [(model(v).argmax(1) == labels[test]).float().mean().item() for v in views]


def judge(*settings):
    """시드마다, 옮긴 칸마다의 시험 정확도: (시드, 5)."""
    return torch.tensor([score(fit(*settings, seed=seed)) for seed in range(n_seeds)])


all_curves = {
    "펼쳐서 잇기": judge("펼치기"),
    "전역 최대 풀링": judge("풀링"),
    "펼치기 + 옮긴 그림": judge("펼치기", range(-4, 5)),
}
curves = {name: values.median(0).values.tolist() for name, values in all_curves.items()}
for name, curve in curves.items():
    print(name, [round(v, 2) for v in curve])
flat, pooled, moved = curves.values()
all_flat, all_pooled, all_moved = all_curves.values()
flat_0, flat_1, flat_3 = flat[0], flat[1], flat[3]
pooled_0, pooled_1, pooled_2, moved_worst = *pooled[:3], min(moved)
assert flat_0 > 0.9 and all_flat[:, 1].max() < 0.75 and all_flat[:, 3].max() < 0.35
assert (all_pooled[:, 0] - all_pooled[:, 2]).abs().max() < 0.02
assert (all_flat[:, 2:] < all_pooled[:, 2:]).all() and pooled_1 < pooled_0 - 0.02
assert (all_moved[:, 1:] > all_flat[:, 1:]).all() and moved_worst > 0.85

# %% shift-plot
fig, ax = plt.subplots(num="shifted-digits", figsize=(7, 3.3), layout="constrained")
for (name, curve), style in zip(curves.items(), ["-", "--", ":"]):
    ax.plot(shifts, curve, style, marker="o", label=name)
ax.set(title="가운데에서 배우고 옮겨 시험 (시드의 중앙값)", ylim=(0, 1.03), xticks=shifts)
ax.set(xlabel="옮긴 칸 수", ylabel="시험 정확도")
ax.legend(loc="lower left")
