"""순환 신경망: 지금 입력과 앞 시점의 은닉 상태를 섞어 새 은닉 상태를 만든다.

주장: 식을 반복문으로 적으면 nn.RNN과 같다. h0를 주지 않으면 0이다.
    파라미터의 수는 시퀀스의 길이와 무관하고, 은닉 상태는 순서를 기억한다.
출처: Elman (1990) "Finding Structure in Time"; PyTorch 문서 nn.RNN
"""

# %% setup
import torch
from torch import nn

torch.manual_seed(0)

# %% by-hand
rnn = nn.RNN(input_size=10, hidden_size=20, batch_first=True)
W, U = rnn.weight_ih_l0, rnn.weight_hh_l0  # (20, 10), (20, 20)
b, c = rnn.bias_ih_l0, rnn.bias_hh_l0  # (20,), (20,)
x = torch.randn(4, 7, 10)  # (N, L, C): 문장 4개, 시점 7개, 값 10개
h, states = torch.zeros(4, 20), []
for t in range(7):
    h = torch.tanh(x[:, t] @ W.T + b + h @ U.T + c)  # (4, 20)
    states.append(h)
by_hand = torch.stack(states, dim=1)  # (4, 7, 20)
out, h_n = rnn(x)  # (4, 7, 20), (1, 4, 20)
print(torch.allclose(out, by_hand, atol=1e-6))
assert torch.allclose(out, by_hand, atol=1e-6)

# %% h0
# h0를 주지 않으면 0에서 시작하므로, 두 번 불러도 같은 값이다.
from_zeros, _ = rnn(x, torch.zeros(1, 4, 20))
from_random, _ = rnn(x, torch.randn(1, 4, 20))
print(torch.equal(out, from_zeros), torch.equal(out, from_random))
assert torch.equal(out, from_zeros)
assert not torch.allclose(out, from_random, atol=1e-2)

# %% parameters
n_input, n_hidden, n_bias = W.numel(), U.numel(), b.numel() + c.numel()
n_rnn = sum(p.numel() for p in rnn.parameters())
print(f"W {n_input} + U {n_hidden} + 편향 {n_bias} = {n_rnn}")
for length in (1, 7, 500):
    seq = torch.randn(4, length, 10)
    print(length, tuple(rnn(seq)[0].shape))
    assert rnn(seq)[0].shape == (4, length, 20)
assert n_rnn == n_input + n_hidden + n_bias == 640

# %% order
words = {w: torch.randn(10) for w in ("나는", "너를", "좋아해")}


def last_state(sentence):
    seq = torch.stack([words[w] for w in sentence.split()])  # (3, 10)
    return rnn(seq)[1][0], seq.sum(0)  # (20,), (10,)


h_me, sum_me = last_state("나는 너를 좋아해")
h_you, sum_you = last_state("너를 나는 좋아해")
order_gap = (h_me - h_you).norm().item()
sum_gap = (sum_me - sum_you).norm().item()
print(f"마지막 은닉 상태의 거리 {order_gap:.2f}, 합의 거리 {sum_gap:.2f}")
assert order_gap > 0.1 and sum_gap < 1e-5

# %% shared
# 시점마다 U의 복사본을 쓰고 미분하면, 그 기울기들의 합이 U의 기울기다.
copies = [U.detach().clone().requires_grad_() for _ in range(7)]
h = torch.zeros(4, 20)
for t in range(7):
    h = torch.tanh(x[:, t] @ W.T + b + h @ copies[t].T + c)  # (4, 20)
by_step = torch.autograd.grad(h.sum(), copies)  # (20, 20)이 7개
(at_once,) = torch.autograd.grad(rnn(x)[1].sum(), U)
assert torch.allclose(sum(by_step), at_once, atol=1e-4)

# %% output-layer
# 출력 V h_t는 nn.RNN에 없으므로 따로 붙인다.
V = nn.Linear(20, 3)
print(tuple(out.shape), "->", tuple(V(out).shape))
assert V(out).shape == (4, 7, 3)
assert len(list(rnn.parameters())) == 4
