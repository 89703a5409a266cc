"""연습: 정답의 확률, 로짓, 기울기."""

# /// script
# [tool.maedeup.variants.most-likely]
# title = "가장 큰 확률을 쓰면 틀려도 벌하지 않는다"
# replace = { "probs[label]" = "probs.max()" }
#
# [tool.maedeup.variants.no-minus]
# title = "부호를 잊으면 맞힐수록 손실이 커진다"
# replace = { "-torch.log(probs" = "torch.log(probs" }
#
# [tool.maedeup.variants.twice]
# title = "확률을 넣으면 소프트맥스를 두 번 한 손실이 된다"
# replace = { "F.cross_entropy(logits, labels)" = "F.cross_entropy(logits.softmax(dim=1), labels)" }
#
# [tool.maedeup.variants.backwards]
# title = "빼는 차례가 바뀌면 정답의 로짓이 내려간다"
# replace = { "torch.softmax(z, dim=0) - F.one_hot" = "-torch.softmax(z, dim=0) + F.one_hot" }
# ///

# %% setup
import torch
import torch.nn.functional as F

logits = torch.tensor([[2.0, 0.0, 1.0], [0.0, 3.0, 0.0]])
labels = torch.tensor([2, 1])

# %% penalty
def penalty(probs, label):
    return -torch.log(probs[label])

# %% penalty-check
probs = torch.tensor([0.7, 0.1, 0.2])
assert torch.isclose(penalty(probs, 1), -torch.log(torch.tensor(0.1)))
assert penalty(probs, 0) < penalty(probs, 2)

# %% from-logits
loss = F.cross_entropy(logits, labels)

# %% from-logits-check
rows = torch.log_softmax(logits, dim=1)
assert torch.isclose(loss, -(rows[0, 2] + rows[1, 1]) / 2)

# %% gradient
def gradient(z, label):
    return torch.softmax(z, dim=0) - F.one_hot(label, len(z))

# %% gradient-check
z = torch.tensor([0.5, -1.0, 2.0], requires_grad=True)
F.cross_entropy(z, torch.tensor(1)).backward()
assert torch.allclose(gradient(z.detach(), torch.tensor(1)), z.grad, atol=1e-6)
