"""옮긴 숫자 알아보기: 합성곱이 있어도 위치에 상관없이 맞히는 것은 아니다.

주장: 가운데 놓인 숫자로만 배우면, 펼쳐서 잇는 CNN의 정확도는 숫자를 옮길수록 무너진다.
    전역 풀링으로 잇거나 옮긴 숫자를 섞어 배우면 훨씬 덜 떨어진다.
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
centred = F.pad(torch.tensor(digits.images / 16, dtype=torch.float32), (6, 6, 6, 6))[:, None]
assert centred.shape == (1797, 1, 20, 20)
torch.manual_seed(0)
train, test = torch.randperm(1797).split([1200, 597])


# %% models
def build(head):
    body = [nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]  # (N, 16, 10, 10)
    body += [nn.Conv2d(16, 32, 5, padding=2), nn.ReLU()]  # (N, 32, 10, 10)
    if head == "펼치기":
        return nn.Sequential(*body, nn.Flatten(), nn.Linear(3200, 10))
    return nn.Sequential(*body, nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10))


def fit(head, jitter=0, epochs=20):
    torch.manual_seed(0)
    model = build(head)
    adam = torch.optim.Adam(model.parameters(), lr=0.004)
    for _ in range(epochs):
        for batch in train[torch.randperm(len(train))].split(60):
            down, right = torch.randint(-jitter, jitter + 1, (2,)).tolist()  # jitter 0이면 제자리
            x = centred[batch].roll((down, right), dims=(2, 3))
            adam.zero_grad()
            F.cross_entropy(model(x), labels[batch]).backward()
            adam.step()
    return model


# %% fit
shifts = range(7)
models = {"펼쳐서 잇기": fit("펼치기"), "전역 최대 풀링": fit("풀링"), "펼치기 + 옮긴 그림": fit("펼치기", 6)}
curves = {
    name: [
        (model(centred[test].roll(s, dims=3)).argmax(1) == labels[test]).float().mean().item()
        for s in shifts
    ]
    for name, model in models.items()
}
for name, curve in curves.items():
    print(name, [round(v, 2) for v in curve])

# %% shift-plot
fig, ax = plt.subplots(num="shifted-digits", figsize=(7, 3.3), layout="constrained")
for (name, curve), style in zip(curves.items(), ["-", "--", ":"]):
    ax.plot(shifts, curve, style, marker="o", label=name)
ax.axhline(0.1, color="0.6", lw=1)
ax.set(title="가운데에서 배우고 오른쪽으로 옮겨 시험", xlabel="옮긴 칸 수", ylabel="시험 정확도", ylim=(0, 1.03))
ax.legend(loc="lower left")
