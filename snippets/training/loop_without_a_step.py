"""학습 루프에서 한 줄을 빼면: backward나 step이 없으면 아무것도 배우지 못한다.

주장: backward나 step 가운데 하나라도 빼면 손실은 처음 값 그대로다.
      zero_grad는 step과 다음 backward 사이라면 어디에 두어도 결과가 같다.
출처: 파이토치 학습 절차 노트; sklearn digits.
"""

# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn

digits = load_digits()
X = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64)
y = torch.tensor(digits.target)  # (1797,)


# %% train
def train(*calls):
    torch.manual_seed(0)  # 언제나 같은 가중치에서 시작한다
    model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    losses = []
    for _ in range(30):
        loss = nn.functional.cross_entropy(model(X), y)
        step = {
            "backward": loss.backward,
            "step": optimizer.step,
            "zero_grad": optimizer.zero_grad,
        }
        for name in calls:
            step[name]()
        losses.append(loss.item())
    return losses


# %% without
full = train("backward", "step", "zero_grad")
no_backward = train("step", "zero_grad")
no_step = train("backward", "zero_grad")
for name, losses in (
    ("전부", full),
    ("backward 없이", no_backward),
    ("step 없이", no_step),
):
    print(f"{name}: {losses[0]:.2f} -> {losses[-1]:.2f}")
assert full[-1] < full[0]
assert len(set(no_backward)) == len(set(no_step)) == 1  # 30번 내내 같은 손실

# %% where-to-clear
clear_first = train("zero_grad", "backward", "step")
print("비우기를 맨 앞에 두어도 같은가:", clear_first == full)
assert clear_first == full
