"""손글씨 숫자를 한 줄씩 읽는 RNN: 출력을 시점마다 쓰면 읽는 동안의 짐작이 보인다.

주장: 같은 RNN의 마지막 출력은 다 대 일의 답이고, 시점마다의 출력은 다 대 다의 답이다.
    Adam의 학습률을 0.01에서 0까지 고르게 줄이면 시드 다섯 모두 여섯째 줄까지는
    줄마다 정확도가 오르고, 여덟 줄을 다 읽으면 열에 여덟아홉을 맞힌다.
    마지막 두 줄에서는 시드에 따라 조금 내려가기도 한다.
출처: sklearn digits; Le, Jaitly & Hinton (2015)의 픽셀 단위 분류에서 착안
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn

# %% data
images, digits = load_digits(return_X_y=True)
x = torch.tensor(images / 16, dtype=torch.float32).view(-1, 8, 8)  # (N, 줄 8, 픽셀 8)
y = torch.tensor(digits)
x, x_test, y, y_test = train_test_split(x, y, test_size=0.25, random_state=0)


# %% train
def learn(seed):
    torch.manual_seed(seed)
    rnn, head = nn.RNN(8, 64, batch_first=True), nn.Linear(64, 10)
    nn.init.orthogonal_(rnn.weight_hh_l0)  # 시점을 지나도 크기가 유지되게 시작한다
    optimizer = torch.optim.Adam([*rnn.parameters(), *head.parameters()], lr=0.01, fused=True)
    slower = torch.optim.lr_scheduler.PolynomialLR(optimizer, total_iters=25)  # 곧게 0까지
    for _ in range(25):
        for i in torch.randperm(len(x)).split(64):
            scores = head(rnn(x[i])[0])  # (N, 8, 10): 줄마다 점수
            answers = y[i, None].expand(-1, 8)  # (N,) -> (N, 8): 줄마다 같은 정답
            loss = F.cross_entropy(scores.flatten(0, 1), answers.flatten())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        slower.step()
    with torch.no_grad():
        return head(rnn(x_test)[0]).softmax(2)  # (450, 8, 10)


guesses = torch.stack([learn(seed) for seed in range(5)])  # (5, 450, 8, 10)

# %% measure
by_row = (guesses.argmax(3) == y_test[:, None]).float().mean(1)  # (5, 8): 시드와 줄마다
first_row, half, last_row = by_row.median(0).values[[0, 3, 7]].tolist()
rising = (by_row.diff(dim=1) >= 0).all(1)  # 끝까지 한 번도 내려가지 않은 시드
n_seeds, n_rising, last_worst = len(by_row), int(rising.sum()), by_row[:, -1].min().item()
for accuracies in by_row.tolist():
    print([f"{a:.2f}" for a in accuracies])
assert (by_row[:, 0] < 0.4).all() and (by_row[:, 3] < 0.8).all() and last_worst > 0.8
assert (by_row[:, :6].diff(dim=1) > 0).all()  # 여섯째 줄까지는 시드마다 오른다

# %% rows-plot
k = int((y_test == 5).nonzero()[0])
figure = {"num": "digit-rows", "figsize": (8, 3.1), "layout": "constrained"}
fig, (ax, heat, curve) = plt.subplots(1, 3, width_ratios=[1, 1.4, 1.7], **figure)
for panel in (ax, heat):
    panel.grid(False)
ax.imshow(x_test[k], cmap="gray")
ax.set(title="한 줄씩 읽는 5", ylabel="읽은 줄", xticks=[], yticks=range(8))
ax.set_yticklabels(range(1, 9))
heat.imshow(guesses[0, k], vmin=0, vmax=1)
heat.set(title="그때까지의 짐작", xlabel="숫자", xticks=range(10), yticks=[])
curve.plot(range(1, 9), by_row.T, color="C0", alpha=0.35)
curve.plot(range(1, 9), by_row.median(0).values, "o-")
curve.set(title="시험 450장, 시드 다섯과 중앙값", xlabel="읽은 줄의 수", ylabel="정확도")
curve.set(ylim=(0, 1.03))
