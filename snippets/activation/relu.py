"""렐루: 음수는 0으로 끊고 양수는 그대로 지나게 한다.

주장: 기울기는 양수에서 1, 음수와 0에서 0이다. 둘 다 꺼진 뉴런만 남으면 앞 층은 배우지 못한다.
출처: Nair & Hinton (2010); Glorot, Bordes & Bengio (2011) "Deep Sparse Rectifier Neural Networks"
"""

# %% setup
import torch
from curves import draw_pair
from torch import nn

# %% forward
relu = nn.ReLU()
x = torch.tensor([-1.0, 2.0, -0.5, 3.0])
print(relu(x))  # tensor([0., 2., 0., 3.])
assert torch.equal(relu(x), torch.maximum(x, torch.zeros(4)))

# %% slopes
x = torch.tensor([-1.0, 2.0, -0.5, 3.0, 0.0], requires_grad=True)
torch.relu(x).sum().backward()
print(x.grad)  # tensor([0., 1., 0., 1., 0.]): 꺾이는 점 0에서는 0으로 정해 두었다
assert x.grad.tolist() == [0, 1, 0, 1, 0]

# %% curve
left, right = draw_pair({"렐루": torch.relu}, label="relu-curve")
for ax in (left, right):
    ax.axvspan(-6, 0, color="0.5", alpha=0.12, linewidth=0)
right.text(-3, 0.5, "기울기가\n지나지 못한다", ha="center", va="center")


# %% deep-path
# 같은 점을 열 번 지난다: 켜진 길은 기울기를 줄이지 않는다.
def slope_through(f, depth=10):
    start = torch.tensor(0.5, requires_grad=True)
    out = start
    for _ in range(depth):
        out = f(out)
    out.backward()
    return start.grad.item()


relu_path, sigmoid_path = slope_through(torch.relu), slope_through(torch.sigmoid)
print(relu_path, f"{sigmoid_path:.0e}")
assert relu_path == 1
assert sigmoid_path < 0.25**10

# %% dead-seeds
# 입력 (1, 2), 은닉 뉴런 2개, 출력 1개. 시드만 바꾸어 가며 두 뉴런이 모두 꺼지는지 본다.
inputs, n_seeds, n_dead = torch.tensor([[1.0, 2.0]]), 500, 0  # (1, 2)
for seed in range(n_seeds):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
    net(inputs).square().sum().backward()
    dead = bool((net[0](inputs) <= 0).all())
    # 꺼짐과 기울기 0은 같은 말이다
    assert dead == (net[0].weight.grad.abs().sum() == 0).item()
    n_dead += dead
dead_fraction = n_dead / n_seeds
assert abs(dead_fraction - 0.25) < 0.05  # 점수의 부호는 동전 던지기와 같으므로 1/4 둘레

# %% one-neuron
# y = x를 배우는 뉴런 하나가 w = 3에서 출발한다.
data = torch.linspace(0.1, 1, 10)  # (10,)


def train(activation, lr, n_steps=300):
    w, losses = torch.tensor(3.0, requires_grad=True), []
    for _ in range(n_steps):
        loss = (activation(w * data) - data).square().mean()
        (grad,) = torch.autograd.grad(loss, w)
        w = (w - lr * grad).detach().requires_grad_()
        losses.append(loss.item())
    return losses, w.item()


# %% dying
# 큰 학습률 한 걸음이 가중치를 음수로 밀면 다시 켜지지 않는다.
small, big = 0.1, 2.4
(gentle, w_gentle), (harsh, w_harsh) = train(torch.relu, small), train(torch.relu, big)
w_linear = train(lambda z: z, big)[1]  # 활성화가 없으면 같은 학습률로도 1에 닿는다
stuck_loss = harsh[-1]
print(f"렐루: 학습률 {small}에서 w = {w_gentle:.2f}, {big}에서 w = {w_harsh:.2f}")
print(f"활성화 없음: 학습률 {big}에서 w = {w_linear:.2f}")
assert max(abs(w_gentle - 1), abs(w_linear - 1)) < 1e-3
assert w_harsh < 0
assert harsh[1] == stuck_loss > 0.1  # 첫걸음 뒤로 손실이 그대로다

# %% conv
torch.manual_seed(0)
conv = nn.Conv2d(1, 4, kernel_size=3)
maps = conv(torch.randn(1, 1, 8, 8))  # (1, 4, 6, 6)
print((maps < 0).any().item(), (torch.relu(maps) < 0).any().item())  # True False
assert not list(conv.children())
assert maps.min() < 0 <= torch.relu(maps).min()
