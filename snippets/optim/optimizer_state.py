"""옵티마이저의 기억: 원소마다 무엇을 몇 개 적어 두는가.

주장: 원소 하나마다 SGD는 0개, 모멘텀은 1개, Adam은 2개를 기억한다.
    torch.optim의 갱신은 대부분 원소마다 따로 한다.
    열다섯 가운데 열셋은 step()만으로 걷는다.
    L-BFGS에는 closure가, SparseAdam에는 희소 기울기가 있어야 한다.
출처: PyTorch 문서 torch.optim
"""

# %% setup
import pandas as pd
import torch

optim = torch.optim
names = [n for n in dir(optim) if isinstance(getattr(optim, n), type) and n != "Optimizer"]
n_optimizers = len(names)


# %% walk
def walk(name, start, n_steps=3, **options):
    w = start.clone().requires_grad_()
    optimizer = getattr(optim, name)([w], lr=0.01, **options)
    for _ in range(n_steps):
        optimizer.zero_grad()
        (w**2).sum().backward()
        optimizer.step()
    return w.detach(), optimizer.state[w]


# %% which-step
start = torch.linspace(1, 2, 24).reshape(6, 4)
refused = []
for name in names:
    try:
        w, _ = walk(name, start)
        assert (w**2).sum() < (start**2).sum()  # 모두 그릇을 내려간다
    except (TypeError, RuntimeError) as e:
        refused.append(name)
        print(name, "|", type(e).__name__, e)
n_stepping = n_optimizers - len(refused)
assert refused == ["LBFGS", "SparseAdam"] and n_optimizers == 15
assert {"Adamax", "RAdam", "SparseAdam", "Adafactor", "Muon"} <= set(names)

# %% memory
rows = {"SGD": ("SGD", {}), "SGD, 모멘텀": ("SGD", {"momentum": 0.9})}
rows |= {n: (n, {}) for n in names if n not in (*refused, "SGD")}
memory = {}
for label, (name, options) in rows.items():
    held = {k: v for k, v in walk(name, start, **options)[1].items() if torch.is_tensor(v)}
    held = {k: v for k, v in held.items() if v.dim() > 0}  # 걸음 수 같은 스칼라는 뺀다
    memory[label] = {"개수": sum(v.numel() for v in held.values()) / start.numel()}
    memory[label]["적어 두는 것"] = ", ".join(f"{k} {tuple(v.shape)}" for k, v in held.items())
sgd_memory, momentum_memory, adam_memory = (
    memory[k]["개수"] for k in ("SGD", "SGD, 모멘텀", "Adam")
)
assert (sgd_memory, momentum_memory, adam_memory) == (0, 1, 2)
table = pd.DataFrame(memory).T.sort_values("개수", kind="stable")

# %% element-wise
# 가중치를 원소 하나씩으로 쪼개어 따로 걸어도 같은 곳에 닿는가.
together = []
for name in (n for n in names if n not in refused):
    whole, _ = walk(name, start)
    pieces = [walk(name, piece.reshape(1, 1))[0] for piece in start.flatten()]
    if not torch.allclose(whole, torch.cat(pieces).reshape(6, 4), atol=1e-6):
        together.append(name)
print("원소를 함께 보는 것:", together)
n_elementwise = n_stepping - len(together)
assert together == ["Adafactor", "Muon"]
