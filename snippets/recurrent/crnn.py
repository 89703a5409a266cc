"""CRNN: 특성 맵의 열을 왼쪽부터 읽어 이미지 속 글자를 문자열로 옮긴다.

주장: 특성 맵의 열이 시퀀스가 되고, CTC 손실은 글자의 자리를 몰라도 배우게 한다.
    숫자 셋을 이어 붙인 이미지로 Adam, 학습률 0.005로 배우면, 시드 다섯 모두
    배운 적 없는 다섯 자리도 넷에 하나 넘게 통째로 읽는다.
출처: Shi, Bai & Yao (2015); Graves et al. (2006) CTC; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

images, digits = load_digits(return_X_y=True)
X, Y = torch.tensor(images / 16).float().view(-1, 8, 8), torch.tensor(digits)


# %% strips
def strips(n, length, test=False):
    low, high = (1400, len(X)) if test else (0, 1400)
    i = torch.randint(low, high, (n, length))
    joined = X[i].transpose(1, 2).flatten(2)  # (n, 길이, 8, 8) -> (n, 8, 8 * 길이)
    return joined[:, None], Y[i]  # (n, 1, 8, 8 * 길이), (n, 길이)


# %% model
class CRNN(nn.Module):
    def __init__(self):
        super().__init__()
        first = [nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        second = [nn.Conv2d(16, 32, 3, padding=1), nn.ReLU()]
        # 둘째 풀링은 높이만 줄인다.
        self.conv = nn.Sequential(*first, *second, nn.MaxPool2d((2, 1)))
        self.rnn = nn.LSTM(64, 32, bidirectional=True, batch_first=True)
        self.head = nn.Linear(64, 11)  # 0은 빈칸, 1부터 10은 숫자 0부터 9

    def forward(self, x):
        maps = self.conv(x)  # (N, 1, 8, 24) -> (N, 32, 2, 12)
        columns = maps.flatten(1, 2).transpose(1, 2)  # (N, 12, 64)
        return self.head(self.rnn(columns)[0]).log_softmax(2)  # (N, 12, 11)


# %% train
def learn(seed, n_steps=250):
    torch.manual_seed(seed)
    model = CRNN()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005, fused=True)
    for _ in range(n_steps):
        x, y = strips(32, 3)
        log_probs = model(x).transpose(0, 1)  # CTC는 시점이 맨 앞: (12, N, 11)
        loss = F.ctc_loss(log_probs, y + 1, torch.full((32,), 12), torch.full((32,), 3))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model


models = [learn(seed) for seed in range(5)]


# %% read
def read(row):
    """시점마다 가장 그럴듯한 글자를 골라 합치고 빈칸을 뺀다."""
    best = row.argmax(1).unique_consecutive()
    return (best[best > 0] - 1).tolist()


def scores(length):
    torch.manual_seed(9)
    x, y = strips(300, length, test=True)
    with torch.no_grad():
        reads = [[read(p) for p in model(x)] for model in models]
    return [sum(r == t for r, t in zip(row, y.tolist())) / 300 for row in reads]


three, five = scores(3), scores(5)
n_seeds, score_3, score_5 = len(models), sorted(three)[2], sorted(five)[2]  # 중앙값
lowest_3, lowest_5 = min(three), min(five)
per_digit = score_3 ** (1 / 3)  # 자리마다 따로 틀린다고 보면
print("세 자리", [round(s, 2) for s in three], "다섯 자리", [round(s, 2) for s in five])
assert lowest_3 > 0.4 and lowest_5 > 0.25

# %% columns-plot
x, y = strips(20, 5, test=True)
many = models[0](x).exp().detach()  # (20, 20, 11): 보기, 시점, 글자
# 맞게 읽은 첫 보기
k = [read(p) == t for p, t in zip(many, y.tolist())].index(True)
truth, answer = "".join(map(str, y[k].tolist())), "".join(map(str, read(many[k])))
figure = {"num": "crnn-columns", "figsize": (7, 4.2), "layout": "constrained"}
fig, (top, low) = plt.subplots(2, 1, height_ratios=[1, 1.6], **figure)
top.imshow(x[k, 0], cmap="gray", aspect="auto", extent=(0, 20, 8, 0))
top.vlines(range(1, 20), 0, 8, color="C1", lw=0.6)
top.set(xticks=[], yticks=[], title=f"정답 {truth}, 읽은 것 {answer}")
low.imshow(many[k].T, aspect="auto", extent=(0, 20, 10.5, -0.5), vmin=0, vmax=1)
low.set(xlabel="시점 (특성 맵의 열)", ylabel="글자", xticks=range(0, 21, 4))
low.grid(False)
low.set_yticks(range(11), ["빈칸", *range(10)], fontsize=8)
