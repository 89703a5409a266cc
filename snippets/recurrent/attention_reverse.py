"""거꾸로 쓰기를 배운 어텐션: 어디를 볼지 알려 주지 않아도 지도가 반대 대각선이 된다.

주장: Adam(학습률 0.01)으로 200번 갱신하면 다섯 시드 모두 어텐션 한 층이 길이 12의 수열을 뒤집고,
    평균한 가중치가 가장 큰 자리는 거울 자리다. 위치 임베딩이 없으면 다섯 시드 모두 배우지 못한다.
출처: Vaswani et al. (2017); Graves, Wayne & Danihelka (2014)의 복사 과제에서 착안
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

length, n_symbols, d, seeds = 12, 10, 32, range(5)


# %% model
class Reverser(nn.Module):
    def __init__(self, with_place=True):
        super().__init__()
        self.symbol = nn.Embedding(n_symbols, d)
        self.place = nn.Parameter(0.5 * torch.randn(length, d) * with_place)
        self.place.requires_grad_(with_place)
        self.q, self.k, self.v = (nn.Linear(d, d) for _ in range(3))
        self.out = nn.Linear(d, n_symbols)

    def forward(self, s):
        x = self.symbol(s) + self.place  # (N, 12, d)
        q, k, v = self.q(x), self.k(x), self.v(x)
        weights = (q @ k.transpose(1, 2) / d**0.5).softmax(-1)  # (N, 12, 12)
        return self.out(weights @ v), weights  # (N, 12, 10)


# %% train
def train(with_place, seed, n_steps=200):
    torch.manual_seed(seed)
    model = Reverser(with_place)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01, fused=True)
    for _ in range(n_steps):
        s = torch.randint(n_symbols, (64, length))
        scores, _ = model(s)
        loss = F.cross_entropy(scores.flatten(0, 1), s.flip(1).flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    s = torch.randint(n_symbols, (500, length))
    with torch.no_grad():
        scores, weights = model(s)
    return (scores.argmax(2) == s.flip(1)).float().mean().item(), weights


# %% compare
placed, blind = ([train(with_place, seed) for seed in seeds] for with_place in (True, False))
score, score_blind = min(s for s, _ in placed), max(s for s, _ in blind)
print(f"위치 있음: 가장 나쁜 시드 {score:.3f}, 위치 없음: 가장 나은 시드 {score_blind:.3f}")
mirror = torch.arange(length).flip(0)
places = mirror.expand(500, length)[..., None]  # (500, 12, 1)
on_mirror = min(w.gather(2, places).mean().item() for _, w in placed)
assert score > 0.99 and score_blind < 0.4
assert all((w.mean(0).argmax(1) == mirror).all() for _, w in placed)

# %% map-plot
figure = {"num": "attention-map", "figsize": (7.5, 3.6), "layout": "constrained"}
fig, axes = plt.subplots(1, 2, **figure)
panels = ((*placed[0], "위치 임베딩 있음"), (*blind[0], "위치 임베딩 없음"))  # 시드 0
for ax, (right, w, name) in zip(axes, panels):
    image = ax.imshow(w[0], vmin=0, vmax=1)
    ax.grid(False)
    ax.set(xlabel="읽은 자리", ylabel="쓰는 자리", title=f"{name}: 정확도 {right:.2f}")
    ax.set(xticks=range(0, 12, 3), yticks=range(0, 12, 3))
fig.colorbar(image, ax=axes, label="어텐션 가중치", shrink=0.85)
