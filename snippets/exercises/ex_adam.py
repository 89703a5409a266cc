"""연습: 이동 평균을 고치고, 처음의 치우침을 바로잡고, 한 걸음을 쓴다."""

# /// script
# [tool.maedeup.variants.swapped]
# title = "옛값과 새값의 무게가 바뀌었다"
# replace = { "beta * old + (1 - beta) * new" = "(1 - beta) * old + beta * new" }
#
# [tool.maedeup.variants.summed]
# title = "새값을 온전히 더하면 평균이 아니라 모멘텀의 속도이다"
# replace = { "beta * old + (1 - beta) * new" = "beta * old + new" }
#
# [tool.maedeup.variants.uncorrected]
# title = "0에서 시작한 치우침이 남는다"
# replace = { "average / (1 - beta**t)" = "average" }
#
# [tool.maedeup.variants.one-power]
# title = "걸음 수를 세지 않았다"
# replace = { "(1 - beta**t)" = "(1 - beta)" }
#
# [tool.maedeup.variants.unrooted]
# title = "제곱의 평균에 제곱근을 씌우지 않으면 기울기의 단위가 남는다"
# replace = { "(s**0.5 + eps)" = "(s + eps)" }
#
# [tool.maedeup.variants.plain]
# title = "기울기의 크기로 나누지 않았다"
# replace = { "lr * m / (s**0.5 + eps)" = "lr * m" }
# ///

# %% setup
import torch


# %% average
def moving(old, new, beta):
    return beta * old + (1 - beta) * new


# %% average-check
assert abs(moving(1.0, 2.0, 0.9) - 1.1) < 1e-12
value = 0.0
for _ in range(300):
    value = moving(value, 7.0, 0.9)
assert abs(value - 7) < 1e-9


# %% correct
def corrected(average, beta, t):
    return average / (1 - beta**t)


# %% correct-check
value = 0.0
for t in range(1, 6):
    value = moving(value, 7.0, 0.9)
    assert abs(corrected(value, 0.9, t) - 7) < 1e-9


# %% step
def step(w, m, s, lr, eps=1e-8):
    return w - lr * m / (s**0.5 + eps)


# %% step-check
for size in (1e-3, 1.0, 1e3):  # 첫걸음은 기울기의 크기와 상관없다
    g = torch.tensor([size, -size])
    w = torch.zeros(2, requires_grad=True)
    w.grad = g.clone()
    torch.optim.Adam([w], lr=0.1).step()
    assert torch.allclose(step(torch.zeros(2), g, g**2, 0.1), w.detach(), atol=1e-5)
