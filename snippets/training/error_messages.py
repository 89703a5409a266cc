"""PyTorch의 오류를 일부러 내 본다: 모양, 자료형, 기울기, 묶음, 장치, 그리고 nan이 되는 손실.

주장: 아래의 코드는 모두 오류가 나고, 학습률이 너무 크면 오류 없이 손실이 nan이 된다.
출처: PyTorch 문서 Autograd mechanics, CrossEntropyLoss, FAQ
"""

# %% setup
import torch
from torch import nn


def said(mistake):
    """잘못을 해 보고, 그때 나온 말의 마지막 줄을 돌려준다."""
    try:
        mistake()
    except (RuntimeError, IndexError, TypeError, ValueError, AttributeError) as e:
        print(f"{type(e).__name__}: {e}")
        return str(e).splitlines()[-1].strip()
    raise AssertionError("오류가 나지 않았다")


images = torch.zeros(32, 1, 28, 28)  # (B, C, H, W)

# %% shapes
multiplied = said(lambda: nn.Linear(512, 10)(images.flatten(1)))
channels = said(lambda: nn.Conv2d(3, 6, 5)(images))
matched = said(lambda: torch.zeros(2, 3) + torch.zeros(2, 4))
reshaped = said(lambda: torch.zeros(8).reshape(2, 3))
viewed = said(lambda: torch.zeros(2, 3).t().view(6))
joined = said(lambda: torch.cat([torch.zeros(2, 3), torch.zeros(2, 4)]))
too_small = said(lambda: nn.Conv2d(1, 6, 3)(torch.zeros(1, 1, 2, 2)))
features = said(lambda: nn.LSTM(10, 4)(torch.zeros(7, 1, 5)))
batch_size = said(lambda: nn.CrossEntropyLoss()(torch.zeros(32, 10), torch.zeros(64).long()))
weights = said(lambda: nn.Linear(3, 2).load_state_dict(nn.Linear(4, 2).state_dict()))
assert "cannot be multiplied" in multiplied and "channels" in channels and "view size" in viewed

# %% types
scores, labels = torch.zeros(4, 3), torch.tensor([0, 1, 2, 2])
doubled = said(lambda: nn.Linear(3, 2)(torch.zeros(4, 3, dtype=torch.float64)))
floated = said(lambda: nn.CrossEntropyLoss()(scores, labels.float()))
out_of_bounds = said(lambda: nn.CrossEntropyLoss()(scores, labels + 1))
many = said(lambda: scores.item())
worded = said(lambda: torch.tensor([float("male")]))
embedded = said(lambda: nn.Embedding(5, 2)(torch.tensor([5])))
ambiguous = said(lambda: bool(scores > 0))
array_only = said(lambda: scores.astype("float32"))
assert "dtype" in doubled and "Long" in floated and "out of bounds" in out_of_bounds

# %% gradients
w = torch.ones(3, requires_grad=True)
loss = (w**2).sum()
loss.backward()
twice = said(loss.backward)
no_grad = said((w.detach() ** 2).sum().backward)
not_scalar = said((w**2).backward)
in_place = said(lambda: w.add_(1))
to_numpy = said(w.numpy)
assert "second time" in twice and "does not require grad" in no_grad

# %% batches
stacked = said(lambda: torch.stack([torch.zeros(3, 224, 224), torch.zeros(3, 200, 224)]))
one_image = said(lambda: nn.BatchNorm1d(10)(torch.zeros(1, 10)))
empty = said(lambda: torch.optim.SGD([], lr=0.1))
assert "equal size" in stacked and "more than 1 value" in one_image

# %% device
# GPU가 없어도 되는 장치 `meta`로 모델과 데이터가 다른 곳에 있는 잘못을 낸다.
elsewhere = said(lambda: nn.Linear(3, 2)(torch.zeros(4, 3, device="meta")))
assert "device" in elsewhere

# %% nan
x = torch.linspace(-1, 1, 20)
w = torch.zeros(1, requires_grad=True)
for _ in range(100):
    loss = ((w * x - 3 * x) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 100 * w.grad  # 학습률이 너무 크다
    w.grad = None
print("loss", loss.item())
assert loss.isnan()
