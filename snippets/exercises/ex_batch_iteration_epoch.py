"""연습: 이터레이션을 세고, 갱신을 세고, 배치를 나눈다."""

# /// script
# [tool.maedeup.variants.floored]
# title = "내리면 남은 표본의 배치를 빠뜨린다"
# replace = { "math.ceil(n / b)" = "n // b" }
#
# [tool.maedeup.variants.one-more]
# title = "떨어질 때는 하나를 더하지 않는다"
# replace = { "math.ceil(n / b)" = "n // b + 1" }
#
# [tool.maedeup.variants.per-epoch]
# title = "에폭마다 한 번만 갱신하지 않는다"
# replace = { "5 * math.ceil(60000 / 128)" = "5" }
#
# [tool.maedeup.variants.rounded-late]
# title = "에폭마다 마지막 배치가 있으므로 에폭 안에서 올린다"
# replace = { "5 * math.ceil(60000 / 128)" = "math.ceil(5 * 60000 / 128)" }
#
# [tool.maedeup.variants.overlapping]
# title = "하나씩 옮기면 배치가 겹친다"
# replace = { "range(0, len(data), size)" = "range(0, len(data))" }
# ///

# %% setup
import math

import torch


# %% iterations
def iterations(n, b):
    return math.ceil(n / b)

# %% iterations-check
assert iterations(1000, 100) == 10
assert iterations(1000, 64) == 16

# %% updates
updates = 5 * math.ceil(60000 / 128)

# %% updates-check
assert updates == 2345

# %% split
def to_batches(data, size):
    return [data[i : i + size] for i in range(0, len(data), size)]

# %% split-check
parts = to_batches(torch.arange(10), 4)
assert parts is not None
assert [p.tolist() for p in parts] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
