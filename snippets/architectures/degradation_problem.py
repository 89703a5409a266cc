"""깊어질수록 나빠지는 문제: 층을 더한 신경망의 훈련 손실이 더 크다.

주장: 배치 정규화가 든 신경망이라도 블록 30개를 그냥 쌓아 SGD(학습률 0.05, 모멘텀 0.9)로 45번
    갱신하면 다섯 시드 모두 훈련 손실이 찍는 것에 가깝고, 스킵 연결을 더하면 같은 깊이에서 배운다.
    얕은 신경망은 둘 다 배운다.
출처: He, Zhang, Ren & Sun (2016a) Figure 1, Table 2; scikit-learn digits
"""

# %% setup
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from plain_or_residual import X, build, train, y

depths, chance, n_images, seeds = [1, 10, 30], math.log(10), len(X), range(5)


# %% grid
def learn(n_blocks, skip, seed):
    torch.manual_seed(seed)
    return train(build(n_blocks, skip), n_steps=45)


curves = {
    (n, skip): torch.tensor([learn(n, skip, seed) for seed in seeds])  # (5, 46)
    for n in depths
    for skip in (False, True)
}
final = {key: curve[:, -1] for key, curve in curves.items()}
for (n, skip), five in final.items():
    print(f"블록 {n:2d}개, 스킵 연결 {skip}: {[round(v, 2) for v in sorted(five.tolist())]}")
plain_1, plain_10, plain_30 = (final[n, False].median().item() for n in depths)
best_30, worst_skip = final[30, False].min().item(), final[30, True].max().item()
skip_30 = final[30, True].median().item()
assert final[1, False].max() < 0.1 < plain_10 < plain_30
assert (final[1, False] < final[10, False]).all() and (final[10, False] < final[30, False]).all()
assert best_30 > 0.8 * chance and worst_skip < 0.8

# %% degradation-plot
fig, axes = plt.subplots(
    1, 2, num="degradation", figsize=(7.5, 3.2), layout="constrained", sharey=True
)
for ax, skip, title in ((axes[0], False, "그냥 쌓기"), (axes[1], True, "스킵 연결을 더해 쌓기")):
    for i, n in enumerate(depths):
        smooth = curves[n, skip].unfold(1, 5, 1).mean(2)  # (5, 42) 다섯 걸음씩 평균
        for seed in seeds:
            label = f"블록 {n}개" if seed == 0 else None
            ax.plot(smooth[seed], color=f"C{i}", ls=("-", "--", "-.")[i], lw=1, label=label)
    ax.axhline(chance, color="0.5", ls=":", lw=1)
    ax.set(title=title, xlabel="걸음", ylim=(0, 3))
axes[0].set_ylabel("훈련 손실")
axes[1].text(22, chance + 0.06, "찍기", color="0.4", ha="center")
axes[1].legend(loc="upper right", bbox_to_anchor=(1, 0.9))

# %% gradient-at-start
torch.manual_seed(0)
net = build(30, skip=False)
F.cross_entropy(net(X), y).backward()
first_norm, last_norm = (net[i].f[0].weight.grad.norm().item() for i in (3, -2))
print(f"첫 블록 {first_norm:.0f}, 끝 블록 {last_norm:.2f}")
assert first_norm > 100 * last_norm  # 사라지기는커녕 앞쪽이 훨씬 크다
