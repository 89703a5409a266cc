"""계산 그래프 위의 순전파와 역전파: 값은 위에, 기울기는 아래에 적는다.

주장: 그래프에 적은 기울기는 국소 도함수를 뒤에서부터 곱한 것이다.
출처: Rumelhart, Hinton & Williams (1986); PyTorch 문서 Autograd mechanics
"""

# %% setup
import matplotlib.pyplot as plt
import torch

# %% chain
w, x, b, t = (torch.tensor(v, requires_grad=True) for v in (3.0, 2.0, -1.0, 4.0))
u = w * x
y = u + b
e = y - t
L = e**2
for node in (u, y, e, L):
    node.retain_grad()  # 중간 결과의 기울기도 남긴다
L.backward()
dL_de = 2 * e.item()  # 국소 도함수 2e
dL_dw = dL_de * 1 * 1 * x.item()  # 뺄셈, 덧셈, 곱셈의 국소 도함수를 차례로 곱한다
print(L.item(), dL_de, w.grad.item())  # 1.0 2.0 4.0
assert e.grad.item() == y.grad.item() == u.grad.item() == dL_de == 2
assert w.grad.item() == dL_dw == 4 and x.grad.item() == dL_de * w.item() == 6

# %% graph-plot
places = {"w": (0, 2), "x": (0, 0), "u": (2, 1), "b": (2, -1), "y": (4, 0), "t": (4, -2)}
places |= {"e": (6, -1), "L": (8, -1)}
nodes = {"w": w, "x": x, "u": u, "b": b, "y": y, "t": t, "e": e, "L": L}
formulas = {"u": "$u = wx$", "y": "$y = u + b$", "e": "$e = y - t$", "L": "$L = e^2$"}
fig, ax = plt.subplots(num="backprop-graph", figsize=(9, 3.8))
for a, c in ["wu", "xu", "uy", "by", "ye", "te", "eL"]:
    arrow = {"arrowstyle": "-|>", "color": "0.5", "shrinkA": 26, "shrinkB": 26}
    ax.annotate("", places[c], places[a], arrowprops=arrow)
frame = {"boxstyle": "round", "facecolor": "none", "edgecolor": "0.5"}
for name, node in nodes.items():
    px, py = places[name]
    ax.text(px, py, formulas.get(name, f"${name}$"), ha="center", va="center", bbox=frame)
    ax.text(px, py + 0.45, f"{node.item():g}", ha="center", va="bottom", color="C0")
    ax.text(px, py - 0.45, f"{node.grad.item():g}", ha="center", va="top", color="C1")
ax.set(title="위: 순전파의 값, 아래: 역전파의 기울기", xlim=(-0.7, 8.8), ylim=(-2.8, 2.8))
ax.axis("off")
fig.tight_layout()
