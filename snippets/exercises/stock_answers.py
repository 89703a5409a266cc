"""주가 실습의 물음에 답한다: 순환층을 바꾸고 거래량을 넣는다.

주장: 어제 값에서 벗어난 만큼을 Adam(학습률 0.01)으로 네 에폭 배운 모델을 시드 다섯으로 견준다.
출처: 매듭의 실험 (matplotlib에 든 구글 주가)
"""

# /// script
# [tool.maedeup]
# timeout_s = 300
# ///

# %% setup
import numpy as np
import torch
from matplotlib import cbook
from torch import nn

T, n_seeds = 30, 5
table = cbook.get_sample_data("goog.npz")["price_data"]
price = torch.tensor(table["adj_close"].astype(np.float32))
volume = torch.tensor(np.log(table["volume"].astype(np.float32)))
n_past = int(0.8 * len(price))
windows, volumes = price.unfold(0, T + 1, 1), volume.unfold(0, T + 1, 1)[:, :T]
last, y = windows[:, T - 1], windows[:, T]
moved = (windows[:, :T] - last[:, None])[..., None] / price[:n_past].std()  # (N-T, T, 1)
traded = ((volumes - volume[:n_past].mean()) / volume[:n_past].std())[..., None]
past, test = slice(0, n_past - T), slice(n_past - T, None)
target = (y - last) / price[:n_past].std()


# %% train
def test_rmse(kind, seed, with_volume=False):
    torch.manual_seed(seed)
    x = torch.cat([moved, traded], 2) if with_volume else moved
    layer, head = kind(x.shape[2], 16, batch_first=True), nn.Linear(16, 1)
    optimizer = torch.optim.Adam([*layer.parameters(), *head.parameters()], lr=0.01)
    for _ in range(4):
        for batch in torch.randperm(n_past - T).split(64):
            guess = head(layer(x[batch])[0][:, -1])[:, 0]
            optimizer.zero_grad()
            (guess - target[batch]).square().mean().backward()
            optimizer.step()
    with torch.no_grad():
        guess = last[test] + head(layer(x[test])[0][:, -1])[:, 0] * price[:n_past].std()
    return (guess - y[test]).square().mean().sqrt().item()


kinds = {"RNN": nn.RNN, "LSTM": nn.LSTM, "GRU": nn.GRU}
runs = {name: [test_rmse(kind, s) for s in range(n_seeds)] for name, kind in kinds.items()}
runs["거래량"] = [test_rmse(nn.RNN, s, True) for s in range(n_seeds)]

# %% compare
yesterday = (last[test] - y[test]).square().mean().sqrt().item()
for name, row in runs.items():
    print(name, np.round(row, 2), f"어제 {yesterday:.2f}")
rnn, lstm, gru, volume_rnn = (float(np.median(row)) for row in runs.values())
n_rnn, n_lstm, n_gru, n_volume = (sum(r < yesterday for r in row) for row in runs.values())
n_helped = int(np.less(runs["거래량"], runs["RNN"]).sum())
