"""주가 예측 RNN: 입력을 바르게 만들어도 어제 값을 그대로 쓰는 기준선을 이기지 못한다.

주장: 입력은 (N, 30, 1)이고, 시간으로 나누고, 훈련 구간의 통계로만 크기를 맞춘다.
    구글 주가에서 RNN의 오차가 마지막 값 기준선의 오차보다 작지 않다.
출처: 5주차 강의 노트; matplotlib 예제 데이터 goog.npz (2004-2008)
"""

# %% setup
import torch
from matplotlib import cbook
from torch import nn

torch.manual_seed(0)

# %% windows
goog = cbook.get_sample_data("goog.npz")["price_data"]
price = torch.tensor(goog["adj_close"].copy(), dtype=torch.float32)
n_train = int(0.8 * len(price))
mean, std = price[:n_train].mean(), price[:n_train].std()  # 훈련 구간만 본다
windows = ((price - mean) / std).unfold(0, 31, 1)  # (N, 31): 30일과 다음 날
x, y = windows[:, :30, None], windows[:, 30]  # (N, 30, 1), (N,)
first_test = n_train - 30  # 다음 날이 시험 구간인 첫 창
x_shape = tuple(x.shape)
print(x_shape, tuple(y.shape))
assert x.shape[1:] == (30, 1)


# %% model
class StockRNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(1, 16, batch_first=True)
        self.head = nn.Linear(16, 1)

    def forward(self, x):
        return self.head(self.rnn(x)[0][:, -1])[:, 0]  # (N, 16) -> (N,)


# %% fit
model = StockRNN()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for _ in range(30):
    for i in torch.randperm(first_test).split(64):
        loss = (model(x[i]) - y[i]).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

# %% compare
with torch.no_grad():
    guess = model(x[first_test:])
truth, yesterday = y[first_test:], x[first_test:, -1, 0]
rmse_rnn = (guess - truth).square().mean().sqrt().mul(std).item()
rmse_last = (yesterday - truth).square().mean().sqrt().mul(std).item()
print(f"RMSE(달러): RNN {rmse_rnn:.1f}, 어제 값 그대로 {rmse_last:.1f}")
assert rmse_rnn > rmse_last
