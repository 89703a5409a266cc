"""소프트맥스: 점수 벡터를 합이 1인 확률로 바꾸며, 점수의 차이만 본다.

주장: 합은 1이고 점수에 같은 수를 더해도 그대로다. 클래스가 둘이면 시그모이드와 같다.
출처: Bridle (1990); Goodfellow, Bengio & Courville (2016) Deep Learning, 6.2.2절
"""

# /// script
# [tool.maedeup.variants.no-max]
# title = "최댓값을 빼지 않으면"
# claims = ["softmax(torch.tensor([1000.0, 999.0])).isnan().all()"]
#
# [tool.maedeup.variants.no-max.replace]
# "z - z.max(dim=dim, keepdim=True).values)  # 넘침을 막는다" = "z)"
# ///

# %% setup
import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F


# %% formula
def softmax(z, dim=-1):
    e = torch.exp(z - z.max(dim=dim, keepdim=True).values)  # 넘침을 막는다
    return e / e.sum(dim=dim, keepdim=True)


scores = torch.tensor([[2.0, 1.0, 0.1], [0.0, 3.0, 0.0]])  # (B, C)
print(softmax(scores).round(decimals=3))
assert torch.allclose(softmax(scores), torch.softmax(scores, dim=1), atol=1e-7)
assert torch.allclose(softmax(scores).sum(dim=1), torch.ones(2))
assert torch.equal(softmax(scores).argmax(dim=1), scores.argmax(dim=1))

# %% shift
z = torch.tensor([1000.0, 999.0, 998.0])
naive = torch.exp(z) / torch.exp(z).sum()  # exp(1000)은 float32에서 무한대다
print(naive, softmax(z).round(decimals=3))
assert naive.isnan().all()
assert torch.allclose(softmax(z), softmax(z - 1000), atol=1e-7)  # 차이만 남는다

# %% two-classes
z = torch.linspace(-6, 6, 121)  # (121,)
pair = torch.stack([z, torch.zeros_like(z)], dim=1)  # (121, 2): 점수 z와 0
assert torch.allclose(softmax(pair)[:, 0], torch.sigmoid(z), atol=1e-6)

# %% coupling
# 점수 하나를 건드리면 모든 확률이 움직인다: 야코비 행렬은 diag(p) - p pT이다.
logits = torch.tensor([2.0, 1.0, 0.1])
p = softmax(logits)
jacobian = torch.autograd.functional.jacobian(softmax, logits)  # (C, C)
print(jacobian.round(decimals=3))
assert torch.allclose(jacobian, torch.diag(p) - torch.outer(p, p), atol=1e-6)
# 늘어난 만큼 다른 데서 준다
assert torch.allclose(jacobian.sum(dim=0), torch.zeros(3), atol=1e-6)
relu_jacobian = torch.autograd.functional.jacobian(torch.relu, logits)
# 렐루는 대각선뿐이다
assert torch.equal(relu_jacobian, torch.diag(relu_jacobian.diag()))

# %% twice
perfect = torch.tensor([[10.0, 0.0, 0.0]])  # 정답 0번을 거의 확신하는 점수 (1, 3)
label = torch.tensor([0])
loss_once = F.cross_entropy(perfect, label).item()
loss_twice = F.cross_entropy(softmax(perfect), label).item()
# 두 번 지나면 가장 잘해도 확률 (1, 0, 0)을 점수로 쓴 것과 같다.
floor = F.cross_entropy(torch.tensor([[1.0, 0.0, 0.0]]), label).item()
print(f"{loss_once:.1e} {loss_twice:.4f}")  # 9.1e-05 0.5515
assert loss_once < 1e-4
assert loss_twice > floor > 0.55

# %% wrong-axis
columns = torch.softmax(scores, dim=0)  # 배치 축으로 나누어 버렸다
print(columns.sum(dim=1))  # 표본마다 합이 1이 아니다
assert not torch.allclose(columns.sum(dim=1), torch.ones(2))

# %% temperature
sharp, plain, flat = (softmax(logits / T).max().item() for T in (0.3, 1.0, 5.0))
assert sharp > plain > flat > 1 / 3
assert torch.allclose(softmax(logits / 0.01), F.one_hot(logits.argmax(), 3).float())
assert torch.allclose(softmax(logits / 1e4), torch.full((3,), 1 / 3), atol=1e-4)

# %% bars
size = {"figsize": (7.5, 2.5), "sharey": True, "layout": "constrained"}
fig, axes = plt.subplots(1, 4, num="softmax-bars", **size)
for ax, T in zip(axes[:3], (0.3, 1.0, 5.0), strict=True):
    ax.bar(["2.0", "1.0", "0.1"], softmax(logits / T))
    ax.set(title=f"온도 {T}", xlabel="점수")
axes[0].set(ylabel="확률", ylim=(0, 1))
axes[3].plot(z, softmax(pair)[:, 0], "C1")
axes[3].set(title="두 클래스", xlabel="점수의 차이")
