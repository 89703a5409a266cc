"""깊어질수록 나빠지는 문제: 층을 더한 신경망의 훈련 손실이 더 크다.

주장: 배치 정규화가 든 신경망이라도 블록 30개를 그냥 쌓으면 훈련 손실이 찍는 것과 다를 바 없고,
    스킵 연결을 더하면 같은 깊이에서 배운다. 얕은 신경망은 둘 다 배운다.
출처: He, Zhang, Ren & Sun (2016a) Figure 1, Table 2; scikit-learn digits
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from plain_or_residual import X, build, train, y

torch.manual_seed(0)

# %% grid
depths, chance, n_images = [1, 10, 30], math.log(10), len(X)
curves = {}
for n_blocks in depths:
    for skip in (False, True):
        torch.manual_seed(0)
        net = build(n_blocks, skip)
        curves[n_blocks, skip] = train(net)
final = {key: curve[-1] for key, curve in curves.items()}
for n in depths:
    print(f"블록 {n:2d}개: 그냥 {final[n, False]:.3f}   스킵 연결 {final[n, True]:.3f}")
plain_1, plain_10, plain_30 = (final[n, False] for n in (1, 10, 30))
skip_10, skip_30 = final[10, True], final[30, True]
assert plain_1 < 0.05 < plain_10 < plain_30
assert plain_30 > 0.85 * chance
assert skip_30 < 0.5 and skip_10 < plain_10 / 5

# %% degradation-plot
fig, axes = plt.subplots(
    1, 2, num="degradation", figsize=(7.5, 3.2), layout="constrained", sharey=True
)
for ax, skip, title in ((axes[0], False, "그냥 쌓기"), (axes[1], True, "스킵 연결을 더해 쌓기")):
    for i, n in enumerate(depths):
        curve = torch.tensor(curves[n, skip])
        ax.plot(curve.unfold(0, 5, 1).mean(1), color=f"C{i}", label=f"블록 {n}개")
    ax.axhline(chance, color="0.5", ls=":", lw=1)
    ax.set(title=title, xlabel="걸음", ylim=(0, 3))
axes[0].set_ylabel("훈련 손실")
axes[1].text(40, chance + 0.06, "찍기", color="0.4", ha="center")
axes[1].legend(loc="upper right", bbox_to_anchor=(1, 0.9))

# %% gradient-at-start
torch.manual_seed(0)
net = build(30, skip=False)
F.cross_entropy(net(X), y).backward()
first_norm, last_norm = (net[i].f[0].weight.grad.norm().item() for i in (3, -2))
print(f"첫 블록 {first_norm:.0f}, 끝 블록 {last_norm:.2f}")
assert first_norm > 100 * last_norm  # 사라지기는커녕 앞쪽이 훨씬 크다
