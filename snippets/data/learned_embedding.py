"""배운 임베딩: 처음에는 아무 뜻이 없던 자리가, 배우고 나면 닮은 범주끼리 모인다.

주장: 숫자 열 가지의 2차원 임베딩을 사진과 맞추며 배우면, 임베딩의 거리와 평균 사진의 거리의
    상관계수가 시드 다섯 모두에서 오르고, 0.5를 넘는다. 원핫의 거리는 모두 같아 상관을 잴 수도 없다.
출처: Bengio et al. (2003) "A Neural Probabilistic Language Model"; sklearn digits
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn

n_seeds = 5
digits = load_digits()
images = torch.tensor(digits.data / 16, dtype=torch.float32)  # (N, 64)
labels = torch.tensor(digits.target)  # (N,)
means = torch.stack([images[labels == k].mean(0) for k in range(10)])  # (10, 64)


# %% learn
def learn(seed):
    torch.manual_seed(seed)
    embedding = nn.Embedding(10, 2)  # 숫자마다 평면의 점 하나
    place = nn.Linear(64, 2)  # 사진도 같은 평면의 점으로 옮긴다
    start = embedding.weight.detach().clone()
    params = [*embedding.parameters(), *place.parameters()]
    optimizer = torch.optim.Adam(params, lr=0.02)
    for _ in range(500):
        batch = torch.randperm(len(images))[:256]
        gaps = torch.cdist(place(images[batch]), embedding.weight)  # (256, 10)
        scores = -gaps.square()  # 가까운 숫자일수록 점수가 크다
        loss = nn.functional.cross_entropy(scores, labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return start, embedding.weight.detach()


runs = [learn(seed) for seed in range(n_seeds)]
start, learned = runs[0]


# %% correlation
def likeness(points):
    """점 사이의 거리와 평균 사진 사이의 거리의 상관계수."""
    pair = torch.stack([torch.pdist(points), torch.pdist(means)])  # (2, 45)
    return torch.corrcoef(pair)[0, 1].item()


before, after = zip(*[(likeness(a), likeness(b)) for a, b in runs])
print("배우기 전", [round(v, 2) for v in before], " 배운 뒤", [round(v, 2) for v in after])
before_high, after_low = max(before), min(after)
assert all(b > a for a, b in zip(before, after)) and after_low > 0.5
between = torch.cdist(learned, learned).fill_diagonal_(torch.inf)  # (10, 10)
near_nine, near_one = between[9].argmin().item(), between[1].argmin().item()
print(f"9의 이웃 {near_nine}, 1의 이웃 {near_one}")
spread = torch.pdist(torch.eye(10)).std().item()
assert spread < 1e-6  # 원핫끼리는 거리가 하나뿐이다

# %% points-plot
fig, axes = plt.subplots(1, 2, num="embedding-points", figsize=(8, 3.4), layout="constrained")
for ax, points, title in zip(axes, (start, learned), ("배우기 전", "배운 뒤")):
    ax.scatter(*points.T, s=0)
    for k, (px, py) in enumerate(points.tolist()):
        ax.text(px, py, str(k), ha="center", va="center", fontsize=14, color=f"C{k % 7}")
    ax.set(title=f"숫자의 임베딩: {title} (시드 0)", aspect="equal")
    ax.margins(0.12)
