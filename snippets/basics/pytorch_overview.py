"""파이토치를 쓰는 까닭: 파이썬처럼 쓰고, 미분은 저절로 되고, 장치만 바꾸어 돌린다.

주장: 같은 식이 CPU와 (있으면) CUDA에서 같은 답을 낸다. 순전파와 역전파는 모두 ATen 연산으로
    내려간다. 장치가 섞이면 오류가 난다.
출처: Paszke et al. (2019); PyTorch 문서 torch.utils._python_dispatch, Meta device
"""

# %% setup
import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode

torch.manual_seed(0)
x, w = torch.randn(4, 3), torch.randn(3, 2)

# %% python-like
a = np.array([1.0, 2.0, 3.0])
t = torch.from_numpy(a)  # 복사하지 않고 같은 메모리를 본다
a[0] = 10
total = sum(v for v in t if v > 2)  # 파이썬의 for와 if 그대로
print(t, total)
assert t[0] == 10 and total == 13

# %% device
device = "cuda" if torch.cuda.is_available() else "cpu"  # 없으면 물러선다


def score(x, w):
    return (x @ w).relu().sum(dim=1)  # (4, 3) @ (3, 2) -> (4, 2) -> (4,)


here, there = score(x, w), score(x.to(device), w.to(device))
assert torch.allclose(here, there.cpu(), atol=1e-5)  # 장치가 달라도 반올림까지만 다르다
here

# %% meta
# meta 장치에는 값이 없고 모양만 있다. 같은 함수가 여기서도 돈다.
shape_only = score(x.to("meta"), w.to("meta"))
print(shape_only)
assert shape_only.shape == here.shape

# %% mixed
try:
    torch.nn.Linear(3, 2, device="meta")(x)
    mixed = "통과"
except Exception as e:
    mixed = type(e).__name__
    print(mixed, str(e).split(",")[0])
assert mixed == "RuntimeError"


# %% aten
class Listen(TorchDispatchMode):
    """ATen으로 내려가는 연산의 이름을 적는다."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        names.append(func.name().removeprefix("aten::"))
        return func(*args, **(kwargs or {}))


# %% listen
names = []
weight = w.clone().requires_grad_()
with Listen():
    loss = score(x, weight).sum()
    n_forward = len(names)
    loss.backward()
print("순전파:", ", ".join(names[:n_forward]))
print("역전파:", ", ".join(names[n_forward:]))
n_backward = len(names) - n_forward
assert names[:2] == ["mm", "relu"] and "threshold_backward" in names[n_forward:]
