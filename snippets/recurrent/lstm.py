"""LSTM: 게이트 셋으로 셀 상태에 쓰고 지우고 읽는다.

주장: 식을 적으면 nn.LSTM과 같고, 파라미터는 같은 크기 RNN의 네 배다.
    셀 상태를 따라가는 기울기는 망각 게이트의 곱이다.
출처: Hochreiter & Schmidhuber (1997); Gers, Schmidhuber & Cummins (2000); PyTorch 문서 nn.LSTM
"""

# %% setup
import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(10, 20, batch_first=True)
x = torch.randn(4, 7, 10)  # (N, L, C)


# %% cell
def lstm_cell(x_t, h, c):
    z = x_t @ lstm.weight_ih_l0.T + lstm.bias_ih_l0  # (4, 80)
    z = z + h @ lstm.weight_hh_l0.T + lstm.bias_hh_l0
    i, f, g, o = z.chunk(4, dim=1)  # (4, 20)씩: 입력, 망각, 후보, 출력
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    h = o.sigmoid() * c.tanh()
    return h, c


# %% by-hand
h, c, states = torch.zeros(4, 20), torch.zeros(4, 20), []
for t in range(7):
    h, c = lstm_cell(x[:, t], h, c)
    states.append(h)
out, (h_n, c_n) = lstm(x)  # (4, 7, 20), (1, 4, 20), (1, 4, 20)
print(torch.allclose(out, torch.stack(states, 1), atol=1e-6))
assert torch.allclose(out, torch.stack(states, 1), atol=1e-6)
assert torch.allclose(c_n[0], c, atol=1e-6)

# %% parameters
rnn = nn.RNN(10, 20)
n_rnn = sum(p.numel() for p in rnn.parameters())
n_lstm = sum(p.numel() for p in lstm.parameters())
print(f"RNN {n_rnn:,}개, LSTM {n_lstm:,}개")
assert n_lstm == 4 * n_rnn == 2560

# %% forget-path
# 게이트를 고정하면 셀 상태의 기울기는 망각 게이트의 곱이 된다.
steps = 100
half_open = torch.sigmoid(torch.tensor(0.0)).item()  # 편향 0
wide_open = torch.sigmoid(torch.tensor(5.0)).item()  # 편향 5
left_half, left_wide = half_open**steps, wide_open**steps
print(f"{half_open:.4f}의 100제곱: {left_half:.0e}")
print(f"{wide_open:.4f}의 100제곱: {left_wide:.2f}")
assert left_half < 1e-29 and 0.4 < left_wide < 0.6

# %% forget-bias
# torch는 편향을 둘로 나누어 더하므로 한쪽만 5로, 다른 쪽은 0으로 둔다.
with torch.no_grad():
    lstm.bias_ih_l0[20:40] = 5.0  # 둘째 조각이 망각 게이트
    lstm.bias_hh_l0[20:40] = 0.0
    z = x[:, 0] @ lstm.weight_ih_l0.T + lstm.bias_ih_l0 + lstm.bias_hh_l0
    forget = z.chunk(4, dim=1)[1].sigmoid()
lowest_forget = forget.min().item()
print(f"가장 작은 망각 게이트 {lowest_forget:.3f}")
assert lowest_forget > 0.9
