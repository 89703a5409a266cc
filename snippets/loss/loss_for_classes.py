"""분류에 쓰는 손실: 크로스 엔트로피와 제곱 오차로 같은 신경망을 같은 걸음만큼 가르친다.

주장: 크로스 엔트로피로 가르치면 정확도가 20걸음마다 오르고, 100걸음 뒤에는 90%를 넘는다.
출처: Bishop(2006) 4.3절; sklearn digits
"""

# /// script
# [tool.maedeup.variants.squared]
# title = "제곱 오차로"
# claims = ["accuracy < 0.3"]
#
# [tool.maedeup.variants.squared.replace]
# "F.cross_entropy(model(X), y)" = "F.mse_loss(model(X).softmax(1), F.one_hot(y).float())"
# ///

# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

digits = load_digits()
X = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64)
y = torch.tensor(digits.target)  # (1797,)
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)

# %% train
scores = []
n_steps = 100
for step in range(n_steps):
    loss = F.cross_entropy(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 20 == 19:
        scores.append((model(X).argmax(1) == y).float().mean().item())
accuracy = scores[-1]
print("20걸음마다의 정확도:", [round(score, 2) for score in scores])
assert scores == sorted(scores) and accuracy > 0.9
