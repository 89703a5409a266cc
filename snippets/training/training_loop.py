"""학습 루프: 예측, 손실, 역전파, 갱신, 비우기를 되풀이한다.

주장: 다섯 줄을 되풀이하면 손실이 내려간다. 기록에는 텐서가 아니라 item()으로 꺼낸 수를 쓴다.
출처: 파이토치 학습 절차 노트; PyTorch 문서 Optimizing Model Parameters; sklearn digits.
"""

# /// script
# [tool.maedeup.variants.no-zero-grad]
# title = "비우지 않으면"
# claims = ["lowest > first_loss"]
# replace = { "optimizer.zero_grad()  # 5 비우기: 쓴 기울기를 버린다" = "" }
#
# [tool.maedeup.variants.backward-twice]
# title = "backward를 두 번"
# replace = { "loss.backward()  # 3" = "loss.backward(), loss.backward()  # 3" }
# expect_error = "RuntimeError"
# ///

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn

digits = load_digits()
X = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64)
y = torch.tensor(digits.target)  # (1797,)
criterion = nn.CrossEntropyLoss()


# %% loop
def train(seed, n_steps=200):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    losses = []
    for _ in range(n_steps):
        # (64,) 데이터는 한 번만 읽고, 배치만 새로 뽑는다
        batch = torch.randperm(len(X))[:64]
        output = model(X[batch])  # 1 예측 (64, 10)
        loss = criterion(output, y[batch])  # 2 손실 ()
        loss.backward()  # 3 역전파: .grad를 채운다
        optimizer.step()  # 4 갱신: .grad만큼 가중치를 옮긴다
        optimizer.zero_grad()  # 5 비우기: 쓴 기울기를 버린다
        losses.append(loss.item())
    return model, losses


# %% seeds
models, curves = zip(*[train(seed) for seed in range(5)])
curves = torch.tensor(curves)  # (5, 200) 시드마다의 손실
n_seeds, n_steps = curves.shape
first_loss, ends = curves[:, 0].median().item(), curves[:, -20:].mean(1)  # (5,)
last_loss, lowest, highest = ends.median().item(), ends.min().item(), ends.max().item()
print(f"{first_loss:.2f} -> {last_loss:.2f} ({lowest:.2f}에서 {highest:.2f})")
assert highest < 0.2 * first_loss

# %% item
loss = criterion(models[0](X), y)
print(type(loss.item()).__name__, loss.grad_fn is not None)  # float True
assert isinstance(loss.item(), float) and loss.grad_fn is not None

# %% misspelled
try:
    loss.backword()
    raise AssertionError("없는 이름인데 통과했다")
except AttributeError as e:
    print(type(e).__name__, e)

# %% variable
from torch.autograd import Variable

assert type(Variable(torch.ones(2))) is torch.Tensor  # 감싸도 그냥 텐서다

# %% plot-cycle
names = ["1 예측", "2 손실", "3 역전파", "4 갱신", "5 비우기"]
calls = ["model(x)", "criterion(...)", "backward()", "step()", "zero_grad()"]
arrow = {"arrowstyle": "->", "connectionstyle": "arc3,rad=-0.2"}
fig, ax = plt.subplots(num="training-cycle", figsize=(8, 1.9), layout="constrained")
for i in range(5):
    box = {"boxstyle": "round,pad=0.6", "fc": "none", "ec": f"C{i}"}
    ax.text(i, 0, f"{names[i]}\n{calls[i]}", ha="center", va="center", bbox=box)
    if i < 4:
        ax.annotate("", (i + 0.62, 0), (i + 0.4, 0), arrowprops={"arrowstyle": "->"})
ax.annotate("", (0, -0.5), (4, -0.5), arrowprops=arrow)
ax.set(title="학습 루프의 다섯 단계", xlim=(-0.6, 4.6), ylim=(-1.6, 0.8))
ax.axis("off")
