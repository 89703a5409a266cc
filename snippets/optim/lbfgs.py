"""L-BFGS: 지난 걸음과 기울기의 변화로 헤세 행렬의 역행렬을 어림한다.

주장: step()에는 손실을 다시 재는 closure가 있어야 하고, 한 번의 step()이 그것을 여러 번 부른다.
    직접 쓴 두 겹 되풀이는 torch.optim.LBFGS와 같은 점에 닿는다(허용 오차 1e-4).
    바나나 골짜기를 푸는 동안 경사 하강법은 같은 횟수로 바닥에 닿지 못한다.
출처: Liu & Nocedal (1989); Nocedal & Wright (2006) 알고리즘 7.4
"""

# %% setup
import torch
from valley import START, gradient, torch_path, valley


# %% direction
# 이력이 비었으면 -기울기이고, 쌓일수록 -(헤세 행렬의 역행렬) @ 기울기에 가까워진다.
def direction(g, moves, changes):
    d, weights = -g, []
    for s, y in zip(moves[::-1], changes[::-1]):  # 최근 것부터
        weights.append((s @ d) / (y @ s))
        d = d - weights[-1] * y
    if moves:
        d = d * (moves[-1] @ changes[-1]) / (changes[-1] @ changes[-1])
    for s, y, a in zip(moves, changes, weights[::-1]):  # 오래된 것부터
        d = d + s * (a - (y @ d) / (y @ s))
    return d


# %% by-hand
w, moves, changes = START.clone(), [], []
for k in range(6):
    g = gradient(w)
    rate = min(1.0, 1 / g.abs().sum().item()) if k == 0 else 1.0  # 첫걸음만 짧게
    move = rate * direction(g, moves, changes)
    w = w + move
    moves, changes = moves + [move], changes + [gradient(w) - g]
solver = {"lr": 1.0, "max_iter": 6, "tolerance_grad": 0, "tolerance_change": 0}


# %% same
def minimise(loss_of, start, **options):
    w, n_calls = start.clone().requires_grad_(), 0
    optimizer = torch.optim.LBFGS([w], **options)

    def closure():  # 손실을 다시 재고 기울기를 채운다
        nonlocal n_calls
        n_calls += 1
        optimizer.zero_grad()
        loss = loss_of(w)
        loss.backward()
        return loss

    optimizer.step(closure)  # step은 한 번만 부른다
    return w.detach(), n_calls


theirs, _ = minimise(valley, START, **solver)
for name, end in (("직접", w), ("torch", theirs)):
    print(name, [round(v, 3) for v in end.tolist()])
assert torch.allclose(w, theirs, atol=1e-4)

# %% missing-closure
try:
    torch.optim.LBFGS([theirs.requires_grad_()]).step()
    raise AssertionError("closure 없이 통과했다")
except TypeError as e:
    print(type(e).__name__, e)


# %% rosenbrock
def banana(w):
    return (1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2


start = torch.tensor([-1.5, 2.0])
found, n_calls = minimise(banana, start, max_iter=100, line_search_fn="strong_wolfe")
lbfgs_loss = banana(found).item()
rates = (1e-4, 3e-4, 1e-3, 1.5e-3, 3e-3)
ends = [torch_path(torch.optim.SGD, n_calls, banana, start, lr=lr)[-1] for lr in rates]
sgd_loss = min(banana(end).nan_to_num(torch.inf).item() for end in ends)
print(f"{n_calls}번 재고 나서: L-BFGS {lbfgs_loss:.0e}, SGD {sgd_loss:.2f}")
assert n_calls < 60 and lbfgs_loss < 1e-8 and sgd_loss > 1
