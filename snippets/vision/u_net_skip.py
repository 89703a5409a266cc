"""U-Net의 스킵 연결이 하는 일: 끊으면 경계를 더 틀린다.

주장: 동전 사진의 반쪽으로 배워 다른 반쪽을 나눌 때, 스킵 연결을 끊으면 경계를 더 틀린다
    (시드 다섯 가운데 적어도 넷).
출처: Ronneberger, Fischer & Brox (2015); scikit-image coins
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from coins import intersection_over_union, load_coins
from u_net import UNet

# %% train
photo, mask = load_coins()  # (148, 192)
x, x_test = photo[None, None].split(96, dim=3)  # 왼쪽 반, 오른쪽 반
y, y_test = mask[None, None].split(96, dim=3)


def train(skip, seed):
    """처음 보는 반쪽의 예측: n_early걸음 뒤와 n_steps걸음 뒤."""
    torch.manual_seed(seed)
    # 채널을 안쪽에 두면 합성곱과 풀링이 빨라진다
    model, guesses = UNet(skip).to(memory_format=torch.channels_last), []
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005, fused=True)
    for step in range(1, n_steps + 1):
        loss = F.binary_cross_entropy_with_logits(model(x), y.float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step in (n_early, n_steps):
            model.eval()  # 시험에는 배치 정규화가 모아 둔 통계를 쓴다
            with torch.no_grad():
                guesses.append(model(x_test) > 0)
            model.train()
    return guesses


# %% compare
n_seeds, n_early, n_steps = 5, 20, 50
grown = F.max_pool2d(y_test.float(), 5, 1, 2) > 0
shrunk = -F.max_pool2d(-y_test.float(), 5, 1, 2) > 0
edge = grown & ~shrunk  # 경계에서 두 픽셀 안쪽


def judge(guess):
    """IoU, 경계 오류, 틀린 픽셀, 그 가운데 경계의 픽셀."""
    wrong = guess != y_test
    counts = [wrong.sum().item(), (wrong & edge).sum().item()]
    return [intersection_over_union(guess, y_test), wrong[edge].float().mean().item(), *counts]


runs = {skip: [train(skip, seed) for seed in range(n_seeds)] for skip in (True, False)}
scores = {skip: torch.tensor([judge(run[1]) for run in runs[skip]]) for skip in runs}  # (시드, 4)
for skip, values in scores.items():
    print(f"스킵 연결 {skip!s:5} IoU", [round(v, 3) for v in values[:, 0].tolist()])
iou_skip, miss_skip = scores[True].median(0).values[:2].tolist()
iou_plain, miss_plain = scores[False].median(0).values[:2].tolist()
n_extra, n_extra_edge = (int(v) for v in (scores[False] - scores[True])[0, 2:])
print(f"시드 0에서 더 틀린 픽셀 {n_extra}개, 그 가운데 경계 {n_extra_edge}개")
n_better = int((scores[True][:, 0] > scores[False][:, 0] + 0.01).sum())  # 1%포인트 넘게
print(f"IoU가 0.01 넘게 높은 시드 {n_better}/{n_seeds}")
assert n_better >= 4 and miss_skip < miss_plain and n_extra_edge > 0

# %% early
early = sorted(judge(run[0])[0] for run in runs[True])
early_low, early_high = early[0], early[-1]
print(f"{n_early}걸음: IoU {early_low:.2f}~{early_high:.2f}")

# %% masks-plot
figure = {"num": "unet-masks", "figsize": (8, 3.6), "layout": "constrained"}
fig, axes = plt.subplots(1, 4, **figure)
axes[0].imshow(x_test[0, 0], cmap="gray")
axes[1].imshow(y_test[0, 0], cmap="gray")
for ax, guess in zip(axes[2:], (runs[True][0][1], runs[False][0][1])):
    ax.imshow((guess.int() - y_test.int())[0, 0], cmap="RdBu_r", vmin=-1.5, vmax=1.5)
titles = ("처음 보는 반쪽", "마스크", "틀린 곳: U-Net", "틀린 곳: 스킵 연결 없음")
for ax, title in zip(axes, titles):
    ax.set(title=title, xticks=[], yticks=[])
