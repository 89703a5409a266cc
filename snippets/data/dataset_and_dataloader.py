"""데이터셋과 데이터로더: 데이터셋은 표본 하나를, 데이터로더는 배치를 내준다.

주장: shuffle은 차례만 바꾸고 표본의 모임은 그대로 둔다. 마지막 배치는 더 작다.
    직접 쓴 묶기는 DataLoader의 첫 배치와 같다.
출처: AI와 Flask 강의 노트 2-2절; PyTorch 문서 torch.utils.data; sklearn iris
"""

# %% setup
import tempfile
from pathlib import Path

import pandas as pd
import torch
from sklearn.datasets import load_iris
from torch.utils.data import DataLoader, Dataset, random_split

torch.manual_seed(0)
folder = tempfile.TemporaryDirectory()  # 프로그램이 끝나면 지워진다
csv_file = Path(folder.name) / "iris.csv"
load_iris(as_frame=True).frame.to_csv(csv_file, index=False)


# %% dataset
class IrisDataset(Dataset):
    def __init__(self, csv_file):
        frame = pd.read_csv(csv_file)
        features, target = frame.iloc[:, :4], frame.iloc[:, 4]
        self.x = torch.tensor(features.to_numpy(dtype="float32"))  # (N, 4)
        self.y = torch.tensor(target.to_numpy(dtype="int64"))  # (N,)

    def __len__(self):
        return len(self.y)

    def __getitem__(self, idx):
        return self.x[idx], self.y[idx]  # (4,), ()


# %% one-sample
dataset = IrisDataset(csv_file)
n_samples = len(dataset)  # __len__이 답한다
x, y = dataset[0]  # __getitem__이 답한다
print(n_samples, x, y)
assert n_samples == 150 and x.dtype == torch.float32 and y.dtype == torch.int64

# %% loader
loader = DataLoader(dataset, batch_size=32, shuffle=True)
shapes = [tuple(xb.shape) for xb, yb in loader]  # (B, 4)
n_batches, last_size = len(loader), shapes[-1][0]
print(shapes)
assert n_batches == 5 and last_size == 150 - 4 * 32

# %% by-hand
# 차례대로 넷을 꺼내 쌓으면 첫 배치다.
xb, yb = next(iter(DataLoader(dataset, batch_size=4)))
pairs = [dataset[i] for i in range(4)]
assert torch.equal(xb, torch.stack([x for x, _ in pairs]))  # (4,) 넷 -> (4, 4)
assert torch.equal(yb, torch.stack([y for _, y in pairs]))  # () 넷 -> (4,)

# %% shuffle
firsts = []
for epoch in range(3):
    labels = torch.cat([yb for _, yb in loader])  # (150,)
    firsts.append(labels[:8].tolist())
    print(f"{epoch}에폭:", firsts[-1], "종마다", labels.bincount().tolist())
    assert labels.bincount().tolist() == [50, 50, 50]  # 빠진 표본이 없다
assert firsts[0] != firsts[1] != firsts[2]
in_order = next(iter(DataLoader(dataset, batch_size=32)))[1]
assert in_order.unique().tolist() == [0]  # 섞지 않으면 첫 배치는 한 종뿐이다

# %% random-split
seeded = torch.Generator().manual_seed(0)
parts = random_split(dataset, [90, 30, 30], generator=seeded)
train_set, valid_set, test_set = parts
print([len(part) for part in parts])
indices = [i for part in parts for i in part.indices]
assert sorted(indices) == list(range(150))  # 겹치지도 빠지지도 않는다
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)  # 섞는다
valid_loader = DataLoader(valid_set, batch_size=32)
test_loader = DataLoader(test_set, batch_size=32)
