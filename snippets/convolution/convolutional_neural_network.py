"""합성곱 신경망: 이웃을 보는 층을 쌓아 이미지의 무늬를 가린다.

주장: 벽돌, 잔디, 자갈의 32x32 조각에서 작은 CNN이 훨씬 큰 다층 퍼셉트론보다 잘 맞힌다.
    픽셀의 자리를 섞으면 CNN이 크게 떨어진다. 둘 다 시드 다섯 모두에서 그렇다.
출처: 신경망 4차 학습 노트; AI와 Flask 강의 노트; skimage brick, grass, gravel
"""

# %% setup
import matplotlib.pyplot as plt
import torch
from texture_cnn import X, X_test, fit, make_cnn, make_mlp, names

n_seeds = 5

# %% compare
cnns, scores = [], []
for seed in range(n_seeds):
    torch.manual_seed(seed)
    cnn, mlp, shuffled = make_cnn(), make_mlp(), make_cnn()
    order = torch.randperm(1024)  # 모든 조각의 픽셀을 같은 차례로 섞는다
    mixed = [x.flatten(2)[..., order].view(-1, 1, 32, 32) for x in (X, X_test)]
    scores.append([fit(cnn, X, X_test), fit(mlp, X, X_test), fit(shuffled, *mixed)])
    cnns.append(cnn)
scores = torch.tensor(scores)  # (시드, CNN과 MLP와 섞은 CNN)
cnn_score, mlp_score, shuffled_score = scores.median(0).values.tolist()
n_cnn, n_mlp = (sum(p.numel() for p in m.parameters()) for m in (cnn, mlp))
print(f"CNN {n_cnn:,}개: {cnn_score:.3f}   MLP {n_mlp:,}개: {mlp_score:.3f} (시드의 중앙값)")
print(f"픽셀을 섞은 CNN: {shuffled_score:.3f}")
chance, cnn_worst, mlp_best = 1 / len(names), scores[:, 0].min().item(), scores[:, 1].max().item()
cnn = cnns[0]
assert n_mlp > 8 * n_cnn and cnn_worst > 0.8 > 0.65 > mlp_best
assert (scores[:, 2] < scores[:, 0] - 0.05).all()

# %% stages
tile, h, stages = X_test[140:141], X_test[140:141], []
for stage in cnn[:3]:
    h = stage(h).detach()
    stages.append(h[0])
    print(tuple(h.shape))
probabilities = cnn(tile).softmax(1)[0].detach()  # (1, 3) -> (3,)
n_flat, best = h.numel(), names[probabilities.argmax()]
assert best == "잔디"
assert [tuple(m.shape) for m in stages] == [(8, 16, 16), (16, 8, 8), (32, 4, 4)]

# %% pipeline-plot
fig = plt.figure(num="cnn-pipeline", figsize=(7.5, 4), layout="constrained")
spec = fig.add_gridspec(4, 5, width_ratios=[2, 1.2, 1.2, 1.2, 1.2])
axes = [fig.add_subplot(spec[:, 0]), fig.add_subplot(spec[:, 4])]
axes[0].imshow(tile[0, 0], cmap="gray")
axes[0].set(title=f"{names[1]} 조각 32x32", xticks=[], yticks=[])
for col, maps in enumerate(stages, 1):
    for row in range(4):
        ax = fig.add_subplot(spec[row, col], xticks=[], yticks=[])
        ax.imshow(maps[maps.mean((1, 2)).argsort(descending=True)[row]])  # 크게 반응한 채널부터
        size = f"{len(maps)}장\n{maps.shape[1]}x{maps.shape[2]}"
        ax.set_title("" if row else size, fontsize=9.5)
axes[1].barh(names, probabilities, color="C1")
axes[1].set(title="확률", xlim=(0, 1))
