"""AdamW: 가중치 감쇠를 기울기에 섞지 않고 가중치에 바로 건다.

주장: 직접 쓴 갱신은 torch.optim.AdamW와 값이 같다(허용 오차 1e-5).
    기울기가 0이면 Adam + L2는 가중치의 크기와 상관없이 lr씩 깎고, AdamW는 lr * wd의 비율로 깎는다.
    SGD에서는 두 방법이 같다.
출처: Loshchilov & Hutter (2019); Hanson & Pratt (1988); PyTorch 문서 AdamW
"""

# %% setup
import torch
from torch import nn, optim
from valley import START, gradient, torch_path, valley


# %% by-hand
def adamw_path(lr, decay, n_steps, b1=0.9, b2=0.999, eps=1e-8):
    w, m, v = START.clone(), torch.zeros(2), torch.zeros(2)
    path = [w]
    for t in range(1, n_steps + 1):
        g = gradient(w)  # Adam + L2라면 여기가 gradient(w) + decay * w
        w = w - lr * decay * w  # 감쇠는 m과 v를 거치지 않는다
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
        w = w - lr * (m / (1 - b1**t)) / ((v / (1 - b2**t)).sqrt() + eps)
        path.append(w)
    return torch.stack(path)  # (n_steps + 1, 2)


# %% same
ours = adamw_path(0.3, 0.5, 20)
theirs = torch_path(optim.AdamW, 20, lr=0.3, weight_decay=0.5)
assert torch.allclose(ours, theirs, atol=1e-5)
l2 = torch_path(optim.Adam, 20, lr=0.3, weight_decay=0.5)
print("AdamW", [round(v, 2) for v in ours[-1].tolist()])
print("Adam + L2", [round(v, 2) for v in l2[-1].tolist()])
assert (l2[-1] - theirs[-1]).abs().max() > 0.1

# %% zero-gradient
start, settings = torch.tensor([1.0, 10.0]), {"lr": 0.1, "weight_decay": 0.1}
for rule in (optim.Adam, optim.AdamW):
    w = torch_path(rule, 1, lambda w: 0 * w.sum(), start=start, **settings)[1]
    print(rule.__name__, [round(v, 2) for v in w.tolist()])
    expected = [0.9, 9.9] if rule is optim.Adam else [0.99, 9.9]
    assert torch.allclose(w, torch.tensor(expected), atol=1e-5)


# %% sgd-is-same
def with_penalty(w):  # 손실에 L2 벌점을 더한다
    return valley(w) + 0.5 * 0.5 * w.square().sum()


penalty = torch_path(optim.SGD, 20, with_penalty, lr=0.02)
decay = torch_path(optim.SGD, 20, lr=0.02, weight_decay=0.5)
w = START.clone()
for _ in range(20):
    w = w - 0.02 * 0.5 * w - 0.02 * gradient(w)  # 감쇠를 따로 건다
assert torch.allclose(penalty, decay, atol=1e-5)
assert torch.allclose(w, decay[-1], atol=1e-5)

# %% groups
model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Linear(8, 2))
matrices = [p for p in model.parameters() if p.dim() > 1]  # 가중치 행렬만 깎는다
vectors = [p for p in model.parameters() if p.dim() == 1]  # 편향, 감마, 베타
groups = [{"params": matrices}, {"params": vectors, "weight_decay": 0.0}]
optimizer = optim.AdamW(groups, lr=1e-3)
default_decay = optimizer.param_groups[0]["weight_decay"]
default_l2 = optim.Adam(matrices).param_groups[0]["weight_decay"]
print([group["weight_decay"] for group in optimizer.param_groups])  # [0.01, 0.0]
assert (default_decay, default_l2) == (0.01, 0)
assert len(matrices) == 2 and len(vectors) == 4
