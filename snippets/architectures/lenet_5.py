"""LeNet-5: 합성곱, 평균 풀링, 완전 연결층을 차례로 쌓은 손글씨 인식 신경망.

주장: 모든 채널을 이은 판의 파라미터는 61,706개이고, 크기는 32-28-14-10-5로 준다.
    논문의 짜임(tanh, 평균 풀링, 출력 10개) 그대로 손글씨 숫자를 배운다.
출처: LeCun, Bottou, Bengio & Haffner (1998); scikit-learn digits
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from feature_blocks import draw_feature_blocks
from layer_table import count, layer_table, pretty
from sklearn.datasets import load_digits
from torch import nn

torch.manual_seed(0)


# %% model
def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2),  # C1, S2
        nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),  # C3, S4
        nn.Conv2d(16, 120, 5), nn.Tanh(), nn.Flatten(),  # C5: 5x5를 다 덮는 합성곱
        nn.Linear(120, 84), nn.Tanh(),  # F6
        nn.Linear(84, 10),  # 숫자 열 개의 점수
    )  # fmt: skip


# %% table
model = lenet5()
table = layer_table(model, 1, 1, 32, 32)
n_params = count(model)
print(f"{n_params:,}")
assert n_params == table["파라미터"].sum() == 61_706
assert table["크기"].head(6).tolist() == [32, 28, 14, 10, 5, 1]
pretty(table)

# %% blocks-plot
fig, ax = plt.subplots(num="lenet-blocks", figsize=(7.5, 3))
draw_feature_blocks(ax, table)
ax.set_title("LeNet-5의 특성 맵")
fig.tight_layout()

# %% digits
# 논문처럼 20x20에 맞춘 숫자를 32x32의 가운데에 놓는다.
digits = load_digits()
small = torch.tensor(digits.images / 16, dtype=torch.float32)[:, None]  # (N, 1, 8, 8)
# (N, 1, 32, 32)
X = F.pad(F.interpolate(small, size=(20, 20), mode="bilinear"), (6, 6, 6, 6))
y = torch.tensor(digits.target)
n_train = 1200
train_X, train_y, test_X, test_y = X[:n_train], y[:n_train], X[n_train:], y[n_train:]

# %% fit
optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
for _epoch in range(6):
    for batch in torch.randperm(n_train).split(32):
        loss = F.cross_entropy(model(train_X[batch]), train_y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
with torch.no_grad():
    accuracy = (model(test_X).argmax(1) == test_y).float().mean().item()
n_test = len(test_X)
print(f"{accuracy:.1%}")
assert accuracy > 0.85

# %% maps-plot
image = test_X[3:4]
with torch.no_grad():
    c1 = model[:2](image)[0]  # (6, 28, 28)
    c3 = model[:5](image)[0]  # (16, 10, 10)
fig = plt.figure(num="lenet-maps", figsize=(7.5, 1.6), layout="constrained")
grid = fig.add_gridspec(2, 14)
panels = [(grid[:, :3], image[0, 0], "입력 32x32")]
panels += [(grid[i // 3, 3 + i % 3], m, "C1의 6장" if i == 1 else "") for i, m in enumerate(c1)]
panels += [(grid[i // 8, 6 + i % 8], m, "C3의 16장" if i == 3 else "") for i, m in enumerate(c3)]
for spot, values, title in panels:
    ax = fig.add_subplot(spot, xticks=[], yticks=[])
    ax.imshow(values, cmap="gray")
    ax.set_title(title, fontsize=9.5)
