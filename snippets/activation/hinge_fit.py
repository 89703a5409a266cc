"""꺾임의 합: 렐루 뉴런을 늘릴수록 곡선에 가까워진다.

주장: 활성화가 없으면 뉴런을 아무리 늘려도 직선이고, 렐루를 넣으면 오차가 뉴런 수에 따라 줄어든다.
출처: Leshno, Lin, Pinkus & Schocken (1993)
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# %% fit
# 은닉 뉴런 n개의 꺾이는 자리를 고르게 놓고,
# 출력층의 가중치와 편향만 최소제곱으로 구한다.
t = np.linspace(-np.pi, np.pi, 400)
activations = {"활성화 없음": lambda z: z, "ReLU": lambda z: np.maximum(z, 0)}


def fit(name, n):
    knots = np.linspace(-np.pi, np.pi, n, endpoint=False)
    hidden = activations[name](t[:, None] - knots)  # (400, n)
    hidden = np.c_[hidden, np.ones_like(t)]  # (400, n + 1), 마지막 열은 편향
    return hidden @ np.linalg.lstsq(hidden, np.sin(t), rcond=None)[0]  # (400,)


# %% fit-error
few, many = 4, 32
error = pd.DataFrame(
    {
        name: {n: np.abs(fit(name, n) - np.sin(t)).max() for n in (few, 8, many)}
        for name in activations
    }
)
error.index.name = "은닉 뉴런"
line_error = float(error.loc[many, "활성화 없음"])
relu_error = float(error.loc[many, "ReLU"])
assert abs(error.loc[few, "활성화 없음"] - line_error) < 1e-9  # 뉴런을 늘려도 그대로다
assert relu_error < error.loc[few, "ReLU"] / 20
error.round(4)

# %% fit-plot
fig, axes = plt.subplots(
    1, 3, num="hinge-fit", figsize=(7.5, 2.5), sharey=True, layout="constrained"
)
for ax, n in zip(axes, error.index, strict=True):
    ax.plot(t, np.sin(t), color="0.7", linewidth=4, label="목표 sin")
    for name, style in zip(activations, ("C1--", "C0-"), strict=True):
        ax.plot(t, fit(name, n), style, label=name)
    ax.set(title=f"은닉 뉴런 {n}개", xlabel="입력")
axes[0].legend(fontsize="small", loc="upper left")
