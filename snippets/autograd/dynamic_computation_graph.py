"""동적 계산 그래프: 그래프는 실행할 때마다 새로 지어진다.

주장: 같은 함수라도 입력이 1.0이면 네 번, 0.1이면 일곱 번 두 배가 되어 기울기가 16과 128이다.
    그래프는 backward 뒤에 버려지고, 미리 짓는 도구는 값에 따라 갈리는 반복을 거절한다.
출처: AI 연구실 메모 학습 노트; Paszke et al. (2019) "PyTorch"; PyTorch 문서 torch.fx
"""

# %% setup
import torch
from torch import fx


# %% grow
def grow(x):
    y = x
    while y.norm() < 10:  # 몇 번 돌지는 값을 보아야 안다
        y = 2 * y
    return y


# %% two-runs
def count_nodes(y):
    node, n = y.grad_fn, 0
    while "Mul" in node.name():  # 잎에 닿을 때까지 기록을 거슬러 간다
        n, node = n + 1, node.next_functions[0][0]
    return n


grads, sizes = {}, {}
for start in (1.0, 0.1):
    x = torch.tensor(start, requires_grad=True)
    y = grow(x)
    sizes[start] = count_nodes(y)
    y.backward()
    grads[start] = x.grad.item()
    print(f"{start}: 곱셈 {sizes[start]}번, 결과 {y:.1f}, 기울기 {x.grad:.0f}")
grad_long, grad_short = grads[0.1], grads[1.0]
n_long, n_short = sizes[0.1], sizes[1.0]
assert (n_short, n_long) == (4, 7)
assert grads == {1.0: 2.0**4, 0.1: 2.0**7}


# %% branch
def kinked(x):
    return x**2 if x > 0 else -3 * x  # 지나간 갈래만 기록된다


slopes = []
for start in (2.0, -2.0):
    x = torch.tensor(start, requires_grad=True)
    kinked(x).backward()
    slopes.append(x.grad.item())
print(slopes)
assert slopes == [4.0, -3.0]

# %% released
x = torch.tensor(1.0, requires_grad=True)
y = grow(x) ** 2
y.backward()
try:
    y.backward()
except RuntimeError as e:
    released = str(e).split(" (")[0]
    print(type(e).__name__, released)
assert released == "Trying to backward through the graph a second time"
grow(x).backward()  # 다시 계산하면 새 그래프가 생긴다

# %% ahead
try:
    fx.symbolic_trace(grow)  # 값을 넣지 않고 그래프부터 지으려 한다
except fx.proxy.TraceError as e:
    ahead_error = str(e)
    print(type(e).__name__, ahead_error)
assert "control flow" in ahead_error
fixed = fx.symbolic_trace(lambda x: 2 * (2 * (2 * (2 * x))))  # 네 번으로 굳힌다
frozen, fresh = fixed(torch.tensor(0.1)).item(), grow(torch.tensor(0.1)).item()
print(f"굳힌 그래프 {frozen:.1f}, 새로 지은 그래프 {fresh:.1f}")
assert abs(frozen - 1.6) < 1e-6 and abs(fresh - 12.8) < 1e-5
