"""다층 퍼셉트론의 그림: 층의 크기와, 은닉층이 늘면 굽는 경계.

주장: 은닉층이 없으면 경계가 직선이고, 은닉 뉴런이 늘면 초승달을 따라 굽는다.
    뉴런 넷은 시드에 따라 굽지 못하기도 하고, 16-16은 시드 열 모두에서 굽는다.
출처: Rumelhart, Hinton & Williams (1986); sklearn make_moons
"""

# /// script
# [tool.maedeup.variants.no-activation]
# title = "활성화 없이"
# claims = ["max(few, many) < 0.9"]
#
# [tool.maedeup.variants.no-activation.replace]
# "max_iter=500, random_state=6" = 'activation="identity", random_state=6'
# "max_iter=500, alpha=0.1, random_state=0" = 'activation="identity", random_state=0'
# ///

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import make_moons
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from wires import draw_network

X, y = make_moons(300, noise=0.15, random_state=0)  # (300, 2)

# %% layers-plot
fig, ax = plt.subplots(num="mlp-layers", figsize=(6.6, 3.4), layout="constrained")
names = ["입력층", "은닉층", "출력층"]
draw_network(ax, [6, 5, 4], names, ["픽셀 784개", "뉴런 64개", "클래스 10개"], gap=4.4)
for x, text in ((2.2, "가중치 784×64\n편향 64"), (6.6, "가중치 64×10\n편향 10")):
    ax.text(x, -3.25, text, ha="center", va="top", fontsize=8.5, color="0.35")
ax.set_title("784-64-10 신경망 (뉴런은 일부만 그렸다)")

# %% fit
models = {
    "은닉층 없음": LogisticRegression(),
    "은닉 뉴런 4": MLPClassifier((4,), solver="lbfgs", max_iter=500, random_state=6),
    "은닉 16-16": MLPClassifier((16, 16), solver="lbfgs", max_iter=500, alpha=0.1, random_state=0),
}
scores = {name: round(model.fit(X, y).score(X, y), 3) for name, model in models.items()}
print(scores)
none, few, many = scores.values()
assert none < 0.9 < 0.98 < min(few, many)

# %% seeds
# 그림의 은닉 뉴런 넷은 굽은 시드를 골랐다. 시드를 바꾸면 어떤지 모두 센다.
n_seeds, bent = 10, {}
settings = {"solver": "lbfgs", "max_iter": 2000, "alpha": 0.1}
for name, sizes in (("은닉 뉴런 4", (4,)), ("은닉 16-16", (16, 16))):
    runs = [MLPClassifier(sizes, **settings, random_state=s).fit(X, y) for s in range(n_seeds)]
    bent[name] = sum(run.score(X, y) > 0.98 for run in runs)
print(f"{n_seeds}번 가운데 0.98을 넘은 것", bent)
n_few_bent, n_many_bent = bent.values()
assert 0 < n_few_bent < n_many_bent == n_seeds

# %% boundary-plot
fig, axes = plt.subplots(
    1, 3, num="mlp-boundaries", figsize=(7.8, 2.7), sharex=True, sharey=True, layout="constrained"
)
a, b = np.meshgrid(np.linspace(-1.6, 2.6, 200), np.linspace(-1.2, 1.7, 200))
for ax, (name, model) in zip(axes, models.items()):
    p = model.predict_proba(np.column_stack([a.ravel(), b.ravel()]))[:, 1].reshape(a.shape)
    ax.contourf(a, b, p, levels=[0, 0.5, 1], colors=["C0", "C1"], alpha=0.16)
    ax.contour(a, b, p, levels=[0.5], colors="k", linewidths=1)
    for k in range(2):
        ax.scatter(*X[y == k].T, s=9, color=f"C{k}", marker="os"[k])
    ax.set(title=f"{name}: {scores[name]:.3f}", xticks=[], yticks=[])
