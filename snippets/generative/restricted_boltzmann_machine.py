"""제한된 볼츠만 머신: 같은 층끼리 잇지 않아 한 층을 한꺼번에 뽑을 수 있다.

주장: 에너지로 정한 확률을 모두 열거하면, 은닉층의 조건부 확률이 시그모이드와 같다.
    깁스 표집을 되풀이하면 열거한 확률에 다가간다.
    한 걸음짜리 대조 발산의 기울기는 진짜 기울기와 방향이 비슷하되 같지 않다.
출처: Smolensky (1986); Hinton (2002, 2012); Carreira-Perpinan & Hinton (2005)
"""

# %% setup
from itertools import product

import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
N_V, N_H = 4, 3
W, a, b = rng.normal(size=(N_V, N_H)), rng.normal(size=N_V), rng.normal(size=N_H)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# %% energy
def energy(v, h):
    return -(v @ W @ h + a @ v + b @ h)


V = np.array(list(product([0, 1], repeat=N_V)))  # (16, 4) 가시층의 모든 상태
H = np.array(list(product([0, 1], repeat=N_H)))  # (8, 3) 은닉층의 모든 상태
weight = np.exp([[-energy(v, h) for h in H] for v in V])  # (16, 8)
joint = weight / weight.sum()
p_v = joint.sum(1)  # (16,) 은닉층을 더해 없앤 확률
n_states = joint.size
assert np.isclose(p_v.sum(), 1)

# %% independent
# 가시층을 알면 은닉 뉴런은 서로 상관하지 않으며, 켜질 확률은 시그모이드다.
exact = joint @ H / p_v[:, None]  # (16, 3) 열거로 구한 P(h=1 | v)
on = sigmoid(V @ W + b)
together = joint @ (H[:, 0] * H[:, 1]) / p_v  # 둘이 함께 켜질 확률
error = np.abs(exact - on).max()
print(f"시그모이드와의 차이 {error:.0e}")
assert error < 1e-12 and np.allclose(together, on[:, 0] * on[:, 1])


# %% gibbs
def flip(p):
    return (rng.random(p.shape) < p).astype(float)


v = flip(np.full((2000, N_V), 0.5))  # 사슬 2,000개를 무작위에서 출발시킨다
codes, far = 2 ** np.arange(N_V)[::-1], {}
for step in range(21):
    seen = np.bincount((v @ codes).astype(int), minlength=len(V)) / len(v)
    far[step] = np.abs(seen - p_v).sum() / 2
    h = flip(sigmoid(v @ W + b))  # 은닉층을 한꺼번에
    v = flip(sigmoid(h @ W.T + a))  # 가시층을 한꺼번에
start, end = far[0], far[20]
print({k: round(float(far[k]), 3) for k in (0, 1, 5, 20)})
assert end < 0.06 < start

# %% gibbs-plot
fig, ax = plt.subplots(num="rbm-gibbs", figsize=(7.5, 2.9), layout="constrained")
ax.bar(np.arange(16) - 0.2, p_v, width=0.4, label="모두 열거한 확률")
ax.bar(np.arange(16) + 0.2, seen, width=0.4, label="깁스 표집 20번 뒤의 빈도")
ax.set_xticks(range(16), ["".join(map(str, s)) for s in V], rotation=90)
ax.set(title="가시층 네 칸의 상태마다", ylabel="확률")
ax.legend()


# %% contrast
def agreement(scale):
    """무작위로 정한 모델 하나에서, 대조 발산과 진짜 기울기의 코사인."""
    W, a, b = scale * rng.normal(size=(N_V, N_H)), rng.normal(size=N_V), rng.normal(size=N_H)
    weight = np.exp(V @ W @ H.T + (V @ a)[:, None] + H @ b)  # (16, 8)
    p_v = weight.sum(1, keepdims=True) / weight.sum()
    # 이 모델이 만들지 않은 자료
    data = V[rng.choice(16, 400, p=rng.dirichlet(np.ones(16)))]
    positive = data.T @ sigmoid(data @ W + b) / len(data)  # 자료에서 함께 켜지는 정도
    slope = positive - V.T @ (p_v * sigmoid(V @ W + b))  # 로그 우도의 진짜 기울기
    dream = flip(sigmoid(flip(sigmoid(data @ W + b)) @ W.T + a))  # 한 번만 오르내린다
    cd = positive - dream.T @ sigmoid(dream @ W + b) / len(data)
    return float((slope * cd).sum() / np.linalg.norm(slope) / np.linalg.norm(cd))


n_models = 100
usual, large = ([agreement(scale) for _ in range(n_models)] for scale in (1, 4))
cosine, worst = float(np.median(usual)), min(usual)
stiff, stiff_worst = float(np.median(large)), min(large)
print(f"코사인 {cosine:.3f} (최소 {worst:.2f}), 가중치 4배 {stiff:.3f} ({stiff_worst:.2f})")
assert 0.98 < cosine < 1 and stiff < cosine - 0.01
assert 0 < stiff_worst < worst  # 어느 모델에서도 방향이 반대이지는 않다
