"""연습: 다섯 줄을 쓰고, 평균을 내고, 기록한다."""

# /// script
# [tool.maedeup.variants.no-step]
# title = "`step`이 없으면 가중치가 움직이지 않는다"
# replace = { "optimizer.step()" = "pass" }
#
# [tool.maedeup.variants.no-clear]
# title = "비우지 않으면 지난 기울기가 쌓여 골짜기를 건너뛴다"
# replace = { "optimizer.zero_grad()" = "pass" }
#
# [tool.maedeup.variants.unweighted]
# title = "작은 마지막 배치를 똑같이 치면 평균이 틀어진다"
# [tool.maedeup.variants.unweighted.replace]
# "sum(v * n for v, n in zip(losses, sizes)) / sum(sizes)" = "sum(losses) / len(losses)"
#
# [tool.maedeup.variants.with-graph]
# title = "텐서째 모으면 그래프와 메모리가 함께 쌓인다"
# replace = { "history.append(seen.item())" = "history.append(seen)" }
# ///

# %% setup
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
inputs = torch.linspace(-1, 1, 20).unsqueeze(1)  # (20, 1)
wanted = 3 * inputs - 1
model = nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
losses, sizes = [2.0, 1.0, 5.0], [100, 100, 20]  # 배치마다의 평균 손실과 표본의 수

# %% loop
for _ in range(200):
    loss = F.mse_loss(model(inputs), wanted)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

# %% loop-check
assert loss < 1e-4
assert abs(model.weight.item() - 3) < 0.02
assert abs(model.bias.item() + 1) < 0.02

# %% mean-loss
epoch_loss = sum(v * n for v, n in zip(losses, sizes)) / sum(sizes)

# %% mean-loss-check
assert abs(epoch_loss - 400 / 220) < 1e-12

# %% history
history = []
for _ in range(5):
    seen = F.mse_loss(model(inputs), wanted)
    history.append(seen.item())

# %% history-check
assert len(history) == 5
assert all(isinstance(v, float) for v in history)
