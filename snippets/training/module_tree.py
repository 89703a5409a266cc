"""모듈 나무: 모델은 모듈 안에 모듈을 담은 나무이고, 잎이 층이다.

주장: 마디에 적은 파라미터의 수는 그 아래 잎들의 합이다.
출처: AI와 Flask 강의 노트 2-3절; PyTorch 문서 torch.nn.Module
"""

# %% setup
import matplotlib.pyplot as plt
from torch import nn


def block(n_in, n_out):
    return nn.Sequential(nn.Conv2d(n_in, n_out, 5), nn.ReLU(), nn.MaxPool2d(2))


class SmallCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.block1 = block(3, 64)
        self.block2 = block(64, 30)
        self.head = nn.Linear(30 * 5 * 5, 10)

    def forward(self, x):
        h = self.block2(self.block1(x))  # (N, 3, 32, 32) -> (N, 30, 5, 5)
        return self.head(h.flatten(1))  # (N, 750) -> (N, 10)


# %% sizes
def size(module):
    return sum(p.numel() for p in module.parameters())


model = SmallCNN()
for name, child in model.named_children():
    print(f"{name}: {size(child):,}")
n_params = size(model)
assert n_params == sum(size(child) for child in model.children())

# %% tree-plot
fig, ax = plt.subplots(num="module-tree", figsize=(7.6, 3.6))
frame = {"boxstyle": "round", "facecolor": "none", "edgecolor": "0.5"}


def draw(module, name, depth, next_x):
    """잎부터 자리를 잡고 위 마디를 그 가운데에 놓는다. (자기 자리, 다음 자리)를 돌려준다."""
    places = []
    for child_name, child in module.named_children():
        place, next_x = draw(child, child_name, depth + 1, next_x)
        places.append(place)
    x = sum(places) / len(places) if places else next_x
    for place in places:
        ax.plot([x, place], [-depth - 0.27, -depth - 0.73], color="0.6", zorder=0)
    text = f"{name}\n{type(module).__name__}" if not name.isdigit() else type(module).__name__
    color = f"C{depth}" if size(module) else "0.5"
    count = f"\n{size(module):,}개" if size(module) else "\n0개"
    ax.text(x, -depth, text + count, ha="center", va="center", bbox=frame, color=color, fontsize=9)
    return x, next_x if places else next_x + 1


draw(model, "model", 0, 0)
ax.set(xlim=(-0.6, 6.6), ylim=(-2.4, 0.45), title="마디마다의 파라미터: 모듈은 아래 층의 합이다")
ax.axis("off")
fig.tight_layout()
