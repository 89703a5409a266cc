"""데이터로더의 그림: 번호를 섞고, 잘라 묶고, 표본을 꺼내 쌓는다.

주장: 그림의 배치는 같은 시드의 RandomSampler와 BatchSampler가 낸 번호 그대로다.
출처: PyTorch 문서 torch.utils.data
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from torch.utils.data import BatchSampler, DataLoader, RandomSampler, TensorDataset

labels = torch.arange(12) // 4  # (12,): 세 클래스가 넷씩 차례로
dataset = TensorDataset(torch.arange(12), labels)

# %% samplers
sampler = RandomSampler(dataset, generator=torch.Generator().manual_seed(0))
batches = list(BatchSampler(sampler, batch_size=5, drop_last=False))
print(batches)
sampler.generator.manual_seed(0)
loader = DataLoader(dataset, batch_size=5, sampler=sampler)
assert [ids.tolist() for ids, _ in loader] == batches
assert sorted(i for batch in batches for i in batch) == list(range(12))

# %% flow-plot
fig, ax = plt.subplots(num="loader-flow", figsize=(8, 3.6))


def cell(x, y, i):
    box = {"facecolor": f"C{labels[i]}", "alpha": 0.4, "linewidth": 0}
    ax.add_patch(plt.Rectangle((x, y), 0.9, 0.9, **box))
    ax.text(x + 0.45, y + 0.45, int(i), ha="center", va="center")


x = 0.0
for batch in batches:
    start = x
    for i in batch:
        cell(i + 0.5, 3, i)
        cell(x, 0, i)
        ax.plot([i + 0.95, x + 0.45], [2.95, 0.95], color=f"C{labels[i]}", linewidth=0.8)
        x += 1
    frame = {"fill": False, "edgecolor": "k", "linewidth": 1}
    ax.add_patch(plt.Rectangle((start - 0.1, -0.1), x - start + 0.1, 1.1, **frame))
    ax.text((start + x) / 2, -0.3, f"배치 {len(batch)}개", ha="center", va="top")
    x += 0.6
ax.text(6.5, 4.1, "데이터셋: 번호를 주면 표본 하나", ha="center", va="bottom")
ax.set(xlim=(-0.5, 13.7), ylim=(-1.1, 4.8), aspect="equal")
ax.axis("off")
ax.set_title("데이터로더는 번호를 섞어 배치로 묶는다")
fig.tight_layout()
