"""연습: 열마다 빼고, 행마다 나누고, 짝마다 잰다."""

# /// script
# [tool.maedeup.variants.grand-mean]
# title = "전체의 평균을 빼면 열마다 0이 되지 않는다"
# replace = { "data.mean(dim=0)" = "data.mean()" }
#
# [tool.maedeup.variants.no-keepdim]
# title = "축이 사라지면 (3,)이 열에 맞아 오류 없이 틀린다"
# replace = { "counts.sum(dim=1, keepdim=True)" = "counts.sum(dim=1)" }
#
# [tool.maedeup.variants.by-column]
# title = "열의 합으로 나누면 열마다 1이 된다"
# replace = { "counts.sum(dim=1, keepdim=True)" = "counts.sum(dim=0, keepdim=True)" }
#
# [tool.maedeup.variants.wrong-axis]
# title = "좌표가 아니라 점의 축을 더하면 표가 되지 않는다"
# replace = { "sum(dim=-1)" = "sum(dim=0)" }
#
# [tool.maedeup.variants.signed]
# title = "절댓값을 씌우지 않으면 거리가 음수가 된다"
# replace = { ".abs().sum" = ".sum" }
# ///

# %% setup
import torch

data = torch.tensor([[1.0, 10.0], [3.0, 30.0], [5.0, 80.0]])
counts = torch.tensor([[1.0, 1.0, 2.0], [3.0, 0.0, 3.0], [5.0, 4.0, 1.0]])
points = torch.tensor([[0.0, 0.0], [3.0, 4.0], [1.0, 1.0], [0.0, 2.0]])

# %% centre
centred = data - data.mean(dim=0)

# %% centre-check
assert centred.shape == (3, 2)
assert torch.allclose(centred.mean(dim=0), torch.zeros(2), atol=1e-6)

# %% shares
shares = counts / counts.sum(dim=1, keepdim=True)

# %% shares-check
assert torch.allclose(shares.sum(dim=1), torch.ones(3))
assert shares[0, 2] == 0.5

# %% gaps
gaps = (points[:, None] - points[None, :]).abs().sum(dim=-1)

# %% gaps-check
assert gaps.shape == (4, 4)
assert gaps.diagonal().sum() == 0
assert gaps[0, 1] == 7
