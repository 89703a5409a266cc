"""GRU: 게이트 둘로 은닉 상태를 남길 만큼 남기고 바꿀 만큼 바꾼다.

주장: 식을 적으면 nn.GRU와 같고, 파라미터는 같은 크기 RNN의 세 배다.
    torch의 식은 처음 논문과 리셋 게이트를 거는 자리가 다르다.
출처: Cho et al. (2014); Chung et al. (2014); PyTorch 문서 nn.GRU
"""

# %% setup
import torch
from torch import nn

torch.manual_seed(0)
gru = nn.GRU(10, 20, batch_first=True)
x = torch.randn(4, 7, 10)  # (N, L, C)


# %% cell
def gru_cell(x_t, h, reset_first=False):
    from_x = x_t @ gru.weight_ih_l0.T + gru.bias_ih_l0  # (4, 60)
    from_h = h @ gru.weight_hh_l0.T + gru.bias_hh_l0  # (4, 60)
    (xr, xz, xn), (hr, hz, hn) = from_x.chunk(3, 1), from_h.chunk(3, 1)
    r, z = (xr + hr).sigmoid(), (xz + hz).sigmoid()  # 리셋, 업데이트
    if reset_first:  # 처음 논문: 은닉 상태에 먼저 건다
        hn = (r * h) @ gru.weight_hh_l0[40:].T + gru.bias_hh_l0[40:]
        n = (xn + hn).tanh()
    else:  # torch: 가중치를 곱한 뒤에 건다
        n = (xn + r * hn).tanh()
    return (1 - z) * n + z * h  # (4, 20)


# %% by-hand
h, h_paper = torch.zeros(4, 20), torch.zeros(4, 20)
for t in range(7):
    h = gru_cell(x[:, t], h)
    h_paper = gru_cell(x[:, t], h_paper, reset_first=True)
h_n = gru(x)[1][0]  # (1, 4, 20) -> (4, 20)
paper_gap = (h_paper - h_n).abs().max().item()
print(torch.allclose(h, h_n, atol=1e-6), f"논문 식과의 차이 {paper_gap:.2f}")
assert torch.allclose(h, h_n, atol=1e-6)
assert paper_gap > 0.01

# %% parameters
kinds = {"RNN": nn.RNN(10, 20), "GRU": gru, "LSTM": nn.LSTM(10, 20)}
sizes = {}
for name, net in kinds.items():
    sizes[name] = sum(p.numel() for p in net.parameters())
n_rnn, n_gru, n_lstm = sizes.values()
print(sizes)
assert n_gru == 3 * n_rnn == 1920
assert 4 * n_gru == 3 * n_lstm

# %% keep
# 업데이트 게이트의 편향을 키우면 z가 1에 가까워 옛 상태가 그대로 남는다.
with torch.no_grad():
    gru.bias_ih_l0[20:40] = 8.0  # 둘째 조각이 업데이트 게이트
    gru.bias_hh_l0[20:40] = 0.0
    start = torch.randn(1, 4, 20)
    moved = (gru(torch.randn(4, 100, 10), start)[1] - start).abs()
    mean_moved = moved.mean().item()
print(f"100시점 동안 평균 {mean_moved:.2f} 움직였다")
assert mean_moved < 0.1
