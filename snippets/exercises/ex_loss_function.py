"""연습: 평균을 내고, 세게 당기는 것을 고르고, 정확도와 가른다."""

# /// script
# [tool.maedeup.variants.sum]
# title = "합은 표본이 많을수록 커진다"
# replace = { "penalties.mean()" = "penalties.sum()" }
#
# [tool.maedeup.variants.worst]
# title = "가장 나쁜 표본 하나만 보면 나머지가 배우지 못한다"
# replace = { "penalties.mean()" = "penalties.max()" }
#
# [tool.maedeup.variants.square]
# title = "제곱만 쓰면 큰 오차가 세 배로 당긴다"
# replace = { "torch.where(e.abs() < 1, e**2 / 2, e.abs() - 0.5)" = "e**2 / 2" }
#
# [tool.maedeup.variants.gap]
# title = "1/2을 빼지 않으면 두 식이 이어지지 않는다"
# replace = { "e.abs() - 0.5" = "e.abs()" }
#
# [tool.maedeup.variants.distance]
# title = "확률과 정답의 거리는 손실이지 정확도가 아니다"
# [tool.maedeup.variants.distance.replace]
# "((scores > 0.5).float() == truth).float().mean()" = "1 - (scores - truth).abs().mean()"
# ///

# %% setup
import torch

scores = torch.tensor([0.6, 0.9, 0.2, 0.55])  # 1일 확률
truth = torch.tensor([1.0, 1.0, 0.0, 0.0])

# %% mean
def to_loss(penalties):
    return penalties.mean()

# %% mean-check
few = torch.tensor([1.0, 3.0])
assert to_loss(few) == 2
assert to_loss(torch.cat([few, few])) == to_loss(few)

# %% huber
def huber(e):
    return torch.where(e.abs() < 1, e**2 / 2, e.abs() - 0.5)

# %% huber-check
e = torch.tensor([0.5, -3.0], requires_grad=True)
huber(e).sum().backward()
assert huber(torch.tensor([1.0])) == 0.5
assert e.grad.tolist() == [0.5, -1.0]

# %% accuracy
accuracy = ((scores > 0.5).float() == truth).float().mean()

# %% accuracy-check
assert accuracy == 0.75
