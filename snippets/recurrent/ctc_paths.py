"""CTC 손실: 정답이 되는 모든 길의 확률을 더한다.

주장: 시점 셋에서 글자 하나가 되는 여섯 길의 확률을 더하면 torch의 CTC 손실과 같다(허용 오차 1e-6).
출처: Graves et al. (2006) CTC; PyTorch 문서 torch.nn.CTCLoss
"""

# %% setup
import torch
import torch.nn.functional as F

# %% one-path
# CTC는 답이 되는 모든 길의 확률을 더한다. 시점 셋, 글자 하나면 길은 여섯이다.
p = torch.tensor([[0.6, 0.4], [0.3, 0.7], [0.8, 0.2]])  # (시점, [빈칸, 글자])
paths = ["가--", "-가-", "--가", "가가-", "-가가", "가가가"]
total = torch.tensor(0.0)
for path in paths:
    letters = torch.tensor([int(s == "가") for s in path])
    total += p[torch.arange(3), letters].prod()
one, three = torch.tensor([1]), torch.tensor([3])
loss = F.ctc_loss(p.log()[:, None], one[None], three, one, reduction="sum")
print(f"{total:.4f}", f"{(-loss).exp():.4f}")
assert torch.allclose(total, (-loss).exp(), atol=1e-6)
