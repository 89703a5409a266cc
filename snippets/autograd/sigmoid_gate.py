"""여러 연산을 한 마디로 묶어도 기울기는 같다: 시그모이드 뉴런 하나를 거꾸로 지난다.

주장: 부호 바꾸기, 지수, 1 더하기, 역수를 하나씩 지나 곱한 것과 시그모이드의 도함수 σ(1 - σ)를 한 번
    곱한 것이 자동 미분과 같다.
출처: 매듭의 계산 (PyTorch)
"""

# %% setup
import math

import torch

w, x, b = [1.5, -2.0], [2.0, 0.5], -1.0

# %% forward
s = w[0] * x[0] + w[1] * x[1] + b
m = -s  # 부호 바꾸기
e = math.exp(m)  # 지수
d = 1 + e  # 1 더하기
y = 1 / d  # 역수
print(f"s = {s}, y = {y:.4f}")

# %% by-steps
dd = -1 / d**2  # 역수의 도함수
de = dd * 1  # 더하기는 그대로
dm = de * e  # 지수의 도함수는 자기 자신
ds = dm * -1  # 부호
print(f"네 마디를 지난 기울기 {ds:.4f}")

# %% at-once
gate = y * (1 - y)  # 한 마디로 본 시그모이드
dw = [gate * xi for xi in x]  # 곱셈은 상대의 값을 곱해 보낸다
w_t = torch.tensor(w, requires_grad=True)
torch.sigmoid(w_t @ torch.tensor(x) + b).backward()
print(f"한 마디로 지난 기울기 {gate:.4f}, 가중치의 기울기 {dw[0]:.4f}과 {dw[1]:.4f}")
assert math.isclose(gate, ds)
assert torch.allclose(w_t.grad, torch.tensor(dw))
