"""최대 노름 제한: 갱신한 뒤에 뉴런마다 가중치의 길이를 한계 안으로 되돌린다.

주장: 한계를 넘은 행만 방향을 두고 줄이며 torch.renorm과 같다. 레이블의 20%가 틀린 데이터를 SGD
    (학습률 0.5, 모멘텀 0.95)로 배우면, 한계 1의 가장 나쁜 시드가 제한이 없는 것의 가장 나은
    시드보다 시험 정확도가 높다. 드롭아웃이 있든 없든 그렇다(시드 다섯).
출처: Srivastava et al. (2014) 5.1절; sklearn digits
"""

# /// script
# [tool.maedeup]
# timeout_s = 300
# ///

# %% setup
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
digits = load_digits()
order = torch.randperm(1797)
X = torch.tensor(digits.data / 16, dtype=torch.float32)[order]  # (1797, 64)
y = torch.tensor(digits.target)[order]
n_train, n_seeds = 300, 5


# %% by-hand
def limit_rows(weight, limit):
    length = weight.norm(dim=1, keepdim=True)  # (나가는 수, 1) 뉴런마다의 길이
    return weight * (limit / length).clamp(max=1)  # 넘지 않은 행은 그대로


weight = torch.tensor([[3.0, 4.0], [0.3, 0.4]])  # 길이 5와 0.5
limited = limit_rows(weight, 1.0)
print(limited)
assert torch.allclose(limited, weight.renorm(2, 0, 1.0))
assert torch.equal(limited[1], weight[1])


# %% train
def learn(limit, p, seed):
    torch.manual_seed(seed)
    labels = y[:n_train].clone()
    labels[:60] = (labels[:60] + torch.randint(1, 10, (60,))) % 10  # 틀린 레이블
    model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Dropout(p), nn.Linear(128, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.95, fused=True)
    for _ in range(120):
        loss = F.cross_entropy(model(X[:n_train]), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            for layer in (model[0], model[3]):
                layer.weight.copy_(limit_rows(layer.weight, limit))
    model.eval()
    with torch.no_grad():
        right = (model(X[797:]).argmax(1) == y[797:]).float().mean().item()
    return right, model[0].weight.norm(dim=1).max().item()


# %% compare
settings = [(limit, p) for p in (0.0, 0.5) for limit in (torch.inf, 3.0, 1.0)]
runs = {s: torch.tensor([learn(*s, seed) for seed in range(n_seeds)]) for s in settings}
for (limit, p), run in runs.items():  # run: (시드, 정확도와 길이)
    middle, longest = run[:, 0].median(), run[:, 1].max()
    print(f"드롭아웃 {p}, 한계 {limit}: 정확도 {middle:.3f}, 가장 긴 행 {longest:.1f}")
free, loose, tight = (runs[limit, 0.0][:, 0].median().item() for limit in (torch.inf, 3.0, 1.0))
free_drop, loose_drop, tight_drop = (
    runs[limit, 0.5][:, 0].median().item() for limit in (torch.inf, 3.0, 1.0)
)
longest_free = runs[torch.inf, 0.5][:, 1].max().item()
for p in (0.0, 0.5):
    assert runs[1.0, p][:, 0].min() > runs[torch.inf, p][:, 0].max()
    assert runs[1.0, p][:, 1].max() < 1.001
assert longest_free > 5
