"""가는 선을 풀링하기: 최댓값은 선을 지키고 평균은 흐린다.

주장: 경계 맵을 8칸씩 풀링하면 최댓값은 가장 밝은 값을 지키고 평균은 크게 낮춘다.
출처: AI와 Flask 강의 노트; skimage camera
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from skimage import data

photo = torch.from_numpy(data.camera()).float()[None, None] / 255  # (1, 1, 512, 512)
sobel = torch.tensor([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1.0]])[None, None]

# %% pool
edges = F.conv2d(photo, sobel, padding=1).abs()  # (1, 1, 512, 512)
by_max, by_mean = F.max_pool2d(edges, 8), F.avg_pool2d(edges, 8)  # (1, 1, 64, 64)
strong = edges.flatten().quantile(0.99).item()
share = {
    name: (m >= strong).float().mean().item() for name, m in (("max", by_max), ("mean", by_mean))
}
share_max, share_mean = share["max"], share["mean"]
print({k: round(v, 3) for k, v in share.items()})
assert by_max.max() == edges.max()
assert share_max > 0.05 and share_mean < 0.01

# %% pool-plot
fig, axes = plt.subplots(1, 3, num="pooled-edges", figsize=(7.5, 2.9), layout="constrained")
pictures = {"세로 경계의 세기": edges, "8칸씩 최대 풀링": by_max, "8칸씩 평균 풀링": by_mean}
for ax, (title, m) in zip(axes, pictures.items()):
    ax.imshow(m[0, 0], cmap="gray", vmin=0, vmax=2)
    ax.set(title=f"{title} {tuple(m.shape[2:])}", xticks=[], yticks=[])
    ax.title.set_fontsize(10)
