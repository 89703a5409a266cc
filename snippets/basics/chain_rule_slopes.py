"""연쇄법칙의 그림: 안쪽 접선과 바깥 접선의 기울기를 곱하면 합성함수의 접선이 된다.

주장: x = 0.8에서 sin(x^2)의 기울기는 x^2의 기울기와 sin(u)의 기울기의 곱이다(허용 오차 1e-12).
출처: Goodfellow et al. (2016) 6.5.2절
"""

# %% setup
import matplotlib.pyplot as plt
import torch

x0 = torch.tensor(0.8, dtype=torch.float64)
u0 = x0**2


def slope(f, at):
    return torch.func.grad(f)(at).item()


# %% secants-plot
fig, ax = plt.subplots(num="secants", figsize=(6.5, 3.2), layout="constrained")
x = torch.linspace(0, 2.3, 100)
ax.plot(x, x**2, color="k")
for i, h in enumerate((1.0, 0.5, 0.1)):
    rate = ((1 + h) ** 2 - 1) / h
    ax.plot(x, 1 + rate * (x - 1), color=f"C{i}", label=f"h = {h}: 변화율 {rate:.1f}")
    ax.plot(1 + h, (1 + h) ** 2, "o", color=f"C{i}")
ax.plot(x, 1 + 2 * (x - 1), "--", color="0.5", label="접선: 기울기 2")
ax.set(title="간격이 줄면 할선이 접선이 된다", xlabel="$x$", ylabel="$x^2$", ylim=(-0.5, 5))
ax.legend()

# %% slopes-plot
panels = [
    ("안쪽: $u = x^2$", lambda x: x**2, x0, "$x$"),
    (r"바깥: $y = \sin u$", torch.sin, u0, "$u$"),
    (r"합성: $y = \sin x^2$", lambda x: torch.sin(x**2), x0, "$x$"),
]
slopes = [slope(f, at) for _, f, at, _ in panels]
assert abs(slopes[0] * slopes[1] - slopes[2]) < 1e-12
fig, axes = plt.subplots(1, 3, num="chain-rule-slopes", figsize=(9, 3), layout="constrained")
for i, (ax, (title, f, at, name), m) in enumerate(zip(axes, panels, slopes)):
    x = torch.linspace(0, 1.5, 100)
    near = torch.linspace(at.item() - 0.35, at.item() + 0.35, 2)
    ax.plot(x, f(x), color="k")
    ax.plot(near, f(at) + m * (near - at), color=f"C{i}", linewidth=2.5)
    ax.plot(at, f(at), "o", color=f"C{i}")
    ax.set(title=f"{title}\n{name} = {at:.2f}에서 기울기 {m:.2f}", xlabel=name)
inner, outer, product = slopes
