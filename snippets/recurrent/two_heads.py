"""두 곳을 한꺼번에 읽기: 헤드 하나는 두 값을 섞어 버리고, 둘은 따로 가져온다.

주장: 왼쪽 글자와 오른쪽 글자를 둘 다 답하는 문제에서 Adam(학습률 0.01)으로 150번 갱신하면, 헤드
    둘은 다섯 시드 모두 95% 넘게 맞히고 헤드 하나는 폭을 두 배로 늘려도 다섯 시드 모두 절반을 못
    맞힌다.
출처: Vaswani et al. (2017) 3.2.2절; 매듭의 실험
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

length, n_symbols, seeds = 8, 8, range(5)


# %% model
class Neighbours(nn.Module):
    def __init__(self, d, n_heads):
        super().__init__()
        self.symbol, self.place = nn.Embedding(n_symbols, d), nn.Embedding(length, d)
        self.attend = nn.MultiheadAttention(d, n_heads, batch_first=True)
        self.left, self.right = nn.Linear(d, n_symbols), nn.Linear(d, n_symbols)

    def forward(self, s):
        x = self.symbol(s) + self.place.weight  # (N, 8, d)
        read, weights = self.attend(x, x, x, average_attn_weights=False)
        return torch.stack([self.left(read), self.right(read)]), weights  # (2, N, 8, 8)


# %% train
def train(seed, d, n_heads, n_steps=150):
    torch.manual_seed(seed)
    model = Neighbours(d, n_heads)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01, fused=True)
    for _ in range(n_steps):
        s = torch.randint(n_symbols, (64, length))
        target = torch.stack([s.roll(1, 1), s.roll(-1, 1)])  # 왼쪽과 오른쪽, 끝은 이어져 있다
        loss = F.cross_entropy(model(s)[0].flatten(0, 2), target.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    s = torch.randint(n_symbols, (500, length))
    answer, weights = model(s)
    right = answer.argmax(3) == torch.stack([s.roll(1, 1), s.roll(-1, 1)])
    return right.all(0).float().mean().item(), weights.mean(0).detach()  # 둘 다 맞힌 몫


# %% compare
cases = {"헤드 1": (32, 1), "헤드 1, 폭 두 배": (64, 1), "헤드 2": (32, 2)}
runs = {name: [train(seed, *case) for seed in seeds] for name, case in cases.items()}
for name, five in runs.items():
    print(name, [f"{right:.2f}" for right, _ in five])
one_best, wide_best = (max(r for r, _ in runs[k]) for k in list(cases)[:2])
two_worst = min(right for right, _ in runs["헤드 2"])
assert two_worst > 0.95 and max(one_best, wide_best) < 0.5

# %% map-plot
fig, axes = plt.subplots(1, 3, num="two-heads", figsize=(8, 3), layout="constrained")
maps = (*runs["헤드 2"][0][1], runs["헤드 1"][0][1][0])  # 시드 0
for ax, w, name in zip(axes, maps, ("헤드 둘의 첫째", "헤드 둘의 둘째", "하나뿐인 헤드")):
    image = ax.imshow(w, vmin=0, vmax=1)
    ax.grid(False)
    ax.set(title=name, xlabel="읽은 자리", ylabel="쓰는 자리")
fig.colorbar(image, ax=axes, label="어텐션 가중치", shrink=0.8)
