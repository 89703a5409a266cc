"""연습: 두 물음에 답하고, 묶고, 남는 것을 다룬다."""

# /// script
# [tool.maedeup.variants.no-answer]
# title = "표본은 입력과 정답의 쌍이다"
# replace = { "return i, i**2" = "return i" }
#
# [tool.maedeup.variants.one-less]
# title = "표본의 수는 마지막 번호가 아니다"
# replace = { "return self.n" = "return self.n - 1" }
#
# [tool.maedeup.variants.dropped]
# title = "`drop_last`는 남는 둘을 버린다"
# replace = { "batch_size=4)" = "batch_size=4, drop_last=True)" }
#
# [tool.maedeup.variants.single]
# title = "묶음의 크기를 적지 않으면 하나씩 나온다"
# replace = { "(numbers, batch_size=4)" = "(numbers)" }
#
# [tool.maedeup.variants.in-order]
# title = "섞지 않으면 두 에폭의 차례가 같다"
# replace = { "batch_size=5, shuffle=True" = "batch_size=5" }
# ///

# %% setup
import torch
from torch.utils.data import DataLoader, Dataset

numbers = list(range(10))

# %% squares
class Squares(Dataset):
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        return i, i**2

# %% squares-check
assert len(Squares(7)) == 7
assert Squares(7)[3] == (3, 9)

# %% batches
batches = list(DataLoader(numbers, batch_size=4))

# %% batches-check
assert [len(b) for b in batches] == [4, 4, 2]
assert batches[1].tolist() == [4, 5, 6, 7]

# %% shuffled
loader = DataLoader(numbers, batch_size=5, shuffle=True)

# %% shuffled-check
torch.manual_seed(1)
epochs = [torch.cat(list(loader)).tolist() for _ in range(2)] if loader is not ... else []
assert len(epochs) == 2
assert epochs[:1] != epochs[1:]
assert [sorted(e) for e in epochs] == [numbers, numbers]
