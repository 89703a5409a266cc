"""자동 미분: 계산을 기록해 두었다가 연쇄법칙을 거꾸로 적용한다.

주장: backward()는 .grad를 채울 뿐 값을 바꾸지 않고, 두 번 부르면 더해진다.
    자동 미분은 손으로 구한 도함수와 일치한다(허용 오차 1e-15). 차분으로는 거기에 이르지 못한다.
출처: AI 연구실 메모 학습 노트; PyTorch 문서 Autograd mechanics; Baydin et al. (2018)
"""

# %% setup
import matplotlib.pyplot as plt
import torch

# %% record
w = torch.tensor(3.0, requires_grad=True)
x, target = torch.tensor(2.0), torch.tensor(5.0)
error = w * x - target
loss = error**2
print(loss.grad_fn.name(), "<-", error.grad_fn.name(), "<-", w.grad_fn)
assert w.is_leaf and w.grad_fn is None and loss.requires_grad

# %% backward
loss.backward()
by_hand = (2 * (w * x - target) * x).item()  # 2(wx - t) x
print(w.grad.item(), by_hand)  # 4.0 4.0
assert w.grad.item() == by_hand == 4.0
assert w.item() == 3.0  # 값은 그대로다
assert x.grad is None  # 요청하지 않은 텐서에는 기울기가 없다

# %% accumulate
p = torch.tensor(2.0, requires_grad=True)
for _ in range(2):
    (p**2).backward()  # 도함수 2p = 4
p_after, grad_after = p.item(), p.grad.item()
print(p_after, grad_after)  # 2.0 8.0
assert (p_after, grad_after) == (2.0, 8.0)


# %% compare
def f(x):
    return torch.sin(x) * torch.exp(-x / 2)


point = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
f(point).backward()
at = point.detach()  # 기록에서 떼어 낸 같은 값
exact = (torch.cos(at) - torch.sin(at) / 2) * torch.exp(-at / 2)
auto_gap = (point.grad - exact).abs().item()
steps = torch.logspace(-14, 0, 57, dtype=torch.float64)
gaps = ((f(at + steps) - f(at - steps)) / (2 * steps) - exact).abs()  # 중앙 차분
best_step, best_gap = steps[gaps.argmin()].item(), gaps.min().item()
print(auto_gap < 1e-15, best_gap < 1e-12)  # True False
assert auto_gap < 1e-15 and best_gap > 1e-12 and torch.autograd.gradcheck(f, point)
assert gaps[0] > 1e4 * best_gap and gaps[-1] > 1e4 * best_gap

# %% compare-plot
fig, ax = plt.subplots(num="difference-error", figsize=(7, 2.8), layout="constrained")
ax.loglog(steps, gaps, marker=".", label="중앙 차분")
ax.axhline(1e-15, color="C1", label="자동 미분 (이 선 아래)")
ax.set(
    title="간격을 줄인다고 차분이 정확해지지 않는다",
    xlabel="간격 h",
    ylabel="참값과의 차이",
)
ax.legend()

# %% not-recorded
with torch.no_grad():
    quiet = w * 2
assert not quiet.requires_grad and not w.detach().requires_grad
for attempt in (
    lambda: (w * torch.ones(2)).backward(),
    lambda: torch.tensor(1, requires_grad=True),
):
    try:
        attempt()
    except RuntimeError as e:
        print(type(e).__name__, str(e).split(" at least")[0])
