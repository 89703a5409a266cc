"""배치, 이터레이션, 에폭: 표본 n개를 b개씩 나누면 한 에폭은 이터레이션 ceil(n/b)번이다.

주장: 이터레이션 수는 ceil(n/b), drop_last면 floor(n/b). 한 에폭은 모든 표본을 꼭 한 번씩 본다.
      마지막 배치는 작을 수 있어서 배치 크기를 코드에 박아 두면 깨진다.
출처: AI 라이브러리 2주차 학습 노트; PyTorch 문서 torch.utils.data.
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch
from torch.utils.data import DataLoader, TensorDataset

# %% count
n = 1000
samples = TensorDataset(torch.arange(n))
by_100 = len(DataLoader(samples, batch_size=100))
by_64 = len(DataLoader(samples, batch_size=64))
by_64_dropped = len(DataLoader(samples, batch_size=64, drop_last=True))
print(by_100, by_64, by_64_dropped)  # 10 16 15
assert by_100 == 10 and by_64 == math.ceil(n / 64) == 16
assert by_64_dropped == math.floor(n / 64) == 15

# %% one-epoch
torch.manual_seed(0)
loader = DataLoader(samples, batch_size=64, shuffle=True)
# 에폭마다 (1000,)
first, second = (torch.cat([batch for (batch,) in loader]) for _ in range(2))
print("첫 에폭의 앞 세 표본:", first[:3].tolist())
print("둘째 에폭의 앞 세 표본:", second[:3].tolist())
assert torch.equal(first.sort().values, torch.arange(n))  # 빠짐도 겹침도 없다
assert torch.equal(second.sort().values, torch.arange(n))
assert not torch.equal(first, second)

# %% last-batch
last_size = [len(batch) for (batch,) in loader][-1]
images = torch.zeros(last_size, 1, 28, 28)  # (40, 1, 28, 28) 마지막 배치
try:
    images.view(64, 1, 28, 28)
    raise AssertionError("배치 크기를 박아 두었는데 통과했다")
except RuntimeError as e:
    print(type(e).__name__, e)
assert last_size == n % 64 == 40 and images.view(-1, 1, 28, 28).shape == images.shape

# %% memory
kib_64, kib_all = (size * 28 * 28 * 4 / 1024 for size in (64, n))  # float32는 4바이트
print(f"배치 64장: {kib_64:.0f} KiB, 한 번에 {n}장: {kib_all:.0f} KiB")
assert kib_64 == torch.zeros(64, 1, 28, 28).nbytes / 1024

# %% plot
fig, ax = plt.subplots(num="batch-epoch-grid", figsize=(8, 2.4), layout="constrained")
for row, (size, used) in enumerate([(64, n - last_size), (64, n), (100, n)]):
    for b, left in enumerate(range(0, used, size)):
        width = min(size, used - left)
        ax.barh(
            row, width, left=left, color="C0" if width == size else "C1", alpha=0.35, edgecolor="k"
        )
        ax.text(left + width / 2, row, str(b + 1), ha="center", va="center")
ax.set(title=f"표본 {n}개를 한 바퀴 도는 한 에폭: 칸 하나가 이터레이션 하나", xlabel="표본")
ax.set_yticks(range(3), ["64, drop_last", "배치 크기 64", "배치 크기 100"])
