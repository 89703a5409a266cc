"""연습: 드문드문 이은 층의 파라미터를 센다."""

# /// script
# [tool.maedeup.variants.all-linked]
# title = "모든 지도를 보는 것으로 세면 요즘의 합성곱층이다"
# replace = { "int(table.sum())" = "table.size" }
#
# [tool.maedeup.variants.no-bias]
# title = "출력 지도마다 편향이 하나씩 있다"
# replace = { "+ table.shape[1]" = "" }
# ///

# %% setup
import numpy as np


# %% count
def count(table, k):
    return int(table.sum()) * k * k + table.shape[1]


# %% count-check
c3 = np.zeros((6, 16), int)
for j in range(6):
    c3[[j, (j + 1) % 6, (j + 2) % 6], j] = 1
    c3[[j, (j + 1) % 6, (j + 2) % 6, (j + 3) % 6], 6 + j] = 1
for j in range(3):
    c3[[j, j + 1, (j + 3) % 6, (j + 4) % 6], 12 + j] = 1
c3[:, 15] = 1
assert count(c3, 5) == 1516, "논문에 적힌 C3의 파라미터이다"
