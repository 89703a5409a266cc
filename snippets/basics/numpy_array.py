"""넘파이 배열: 같은 형의 수를 한 덩어리 메모리에 늘어놓고 통째로 계산한다.

주장: from_numpy는 메모리를 함께 쓰고 torch.tensor는 베낀다. 구간으로 자른 것은 뷰이고 번호 목록으로
    고른 것은 사본이다. 넘파이의 실수는 float64, torch의 층은 float32라서 그대로 넣으면 거절당한다.
출처: Harris et al. (2020) "Array programming with NumPy"; PyTorch 문서 torch.from_numpy
"""

# %% setup
import sys

import numpy as np
import torch
from sklearn.datasets import load_iris

# %% array-or-list
prices = [1.0, 2.0, 3.0]
a = np.array(prices)
print(prices * 2, a * 2)  # 리스트는 이어 붙고 배열은 원소마다 곱한다
assert prices * 2 == [1, 2, 3, 1, 2, 3] and (a * 2).tolist() == [2, 4, 6]
print(a.shape, a.dtype, a.ndim)
mixed = np.array([1, 2.5, 3])  # 형은 하나뿐이라 정수도 실수가 된다
assert mixed.dtype == np.float64

# %% memory
n = 100_000
numbers = [float(i) for i in range(n)]
array = np.array(numbers)
objects = sum(sys.getsizeof(v) for v in numbers)
list_bytes = (sys.getsizeof(numbers) + objects) / n
array_bytes = array.nbytes / n
print(f"수 하나에 리스트 {list_bytes:.0f}바이트, 배열 {array_bytes:.0f}바이트")
assert array_bytes == 8 and list_bytes > 4 * array_bytes - 1

# %% axis
scores = np.array([[70, 80, 90], [50, 60, 100]])  # (학생, 과목)
per_subject = scores.mean(axis=0)  # (3,)
per_student = scores.mean(axis=1)  # (2,)
print(per_subject, per_student)
assert per_subject.tolist() == [60, 70, 95] and per_student.tolist() == [80, 70]
assert (scores[scores >= 80] == [80, 90, 100]).all()  # 조건으로 고른다

# %% view-or-copy
grid = np.arange(6).reshape(2, 3)  # (6,) -> (2, 3)
part, picked = grid[:, :2], grid[:, [0, 1]]  # 구간 -> 뷰, 번호 목록 -> 사본
part[0, 0], picked[0, 1] = 100, 200
print(grid)
assert grid[0, 0] == 100 and grid[0, 1] == 1
assert np.shares_memory(grid, part)
for copy in (picked, grid[grid > 2]):  # 조건으로 고른 것도 사본이다
    assert not np.shares_memory(grid, copy)

# %% to-torch
source = np.zeros(3)
shared, copied = torch.from_numpy(source), torch.tensor(source)
source[0] = 7.0
print(shared.tolist(), copied.tolist())
assert shared[0] == 7 and copied[0] == 0
shared[1] = 5.0  # 거꾸로도 통한다
assert source[1] == 5 and np.shares_memory(source, shared.numpy())

# %% dtype
layer = torch.nn.Linear(3, 2)
try:
    layer(shared)
except RuntimeError as e:
    dtype_error = str(e)
    print(type(e).__name__, dtype_error)
assert "Double and Float" in dtype_error
assert layer(shared.float()).shape == (2,)  # float64 -> float32

# %% pandas
frame = load_iris(as_frame=True).frame
features = frame.iloc[:, :4].to_numpy(dtype=np.float32)  # (N, 4)
locked = not features.flags.writeable
print("읽기 전용:", locked)
x = torch.tensor(features)  # 베껴서 표와 떼어 놓는다
assert locked and x.dtype == torch.float32 and x.shape == (150, 4)
