"""미리 읽기와 그때 읽기: 메모리를 아끼는 읽기는 __getitem__에서 한다.

주장: 미리 읽는 데이터셋은 만들 때 파일을 모두 열고, 그때 읽는 데이터셋은
    배치 하나에 배치 크기만큼만 연다. 두 데이터셋이 내주는 값은 같다.
출처: PyTorch 문서 torch.utils.data; sklearn digits
"""

# %% setup
import tempfile
from pathlib import Path

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch.utils.data import DataLoader, Dataset

digits, opened = load_digits(), []
folder = tempfile.TemporaryDirectory()
paths = [Path(folder.name) / f"{i:04}_{k}.npy" for i, k in enumerate(digits.target[:500])]
for path, image in zip(paths, digits.images):
    np.save(path, image.astype("float32"))


def read(path):
    opened.append(path)  # 몇 번 열었는지 센다
    return torch.from_numpy(np.load(path)).unsqueeze(0)  # (8, 8) -> (1, 8, 8)


# %% two-datasets
class Eager(Dataset):
    def __init__(self, paths):
        self.images = [read(p) for p in paths]  # 여기서 다 읽는다

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        return self.images[i]


class Lazy(Dataset):
    def __init__(self, paths):
        self.paths = paths  # 이름만 기억한다

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, i):
        return read(self.paths[i])  # 달라고 할 때 하나만 읽는다


# %% count
eager = Eager(paths)
n_eager = len(opened)
opened.clear()
lazy = Lazy(paths)
n_at_start = len(opened)
batch = next(iter(DataLoader(lazy, batch_size=16)))  # (16, 1, 8, 8)
n_lazy = len(opened)
print(f"미리 읽기: {n_eager}개")
print(f"그때 읽기: 만들 때 {n_at_start}개, 첫 배치에 {n_lazy}개")
assert (n_eager, n_at_start, n_lazy) == (500, 0, 16)
assert all(torch.equal(a, b) for a, b in zip(eager, lazy))
