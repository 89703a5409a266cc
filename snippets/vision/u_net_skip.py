"""U-Net의 스킵 연결이 하는 일: 끊으면 경계를 더 틀린다.

주장: 동전 사진의 반쪽으로 배워 다른 반쪽을 나눌 때, 스킵 연결을 끊으면 경계를 더 틀린다.
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


def train(model, n_steps=80):
    adam = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range(n_steps):
        loss = F.binary_cross_entropy_with_logits(model(x), y.float())
        adam.zero_grad()
        loss.backward()
        adam.step()
    model.eval()
    with torch.no_grad():
        return model(x_test) > 0


# %% compare
grown = F.max_pool2d(y_test.float(), 5, 1, 2) > 0
shrunk = -F.max_pool2d(-y_test.float(), 5, 1, 2) > 0
edge = grown & ~shrunk  # 경계에서 두 픽셀 안쪽
guesses, ious, misses = [], [], []
for skip in (True, False):
    torch.manual_seed(0)
    guess = train(UNet(skip))
    guesses.append(guess)
    ious.append(intersection_over_union(guess, y_test))
    misses.append((guess != y_test)[edge].float().mean().item())
    print(f"스킵 연결 {skip!s:5} IoU {ious[-1]:.3f}, 경계 오류 {misses[-1]:.1%}")
wrong_skip, wrong_plain = (guess != y_test for guess in guesses)
n_extra = (wrong_plain.sum() - wrong_skip.sum()).item()
n_extra_edge = ((wrong_plain & edge).sum() - (wrong_skip & edge).sum()).item()
print(f"더 틀린 픽셀 {n_extra}개, 그 가운데 경계 {n_extra_edge}개")
assert n_extra_edge > 0.9 * n_extra > 0
iou_skip, iou_plain = ious
miss_skip, miss_plain = misses
assert iou_skip > iou_plain + 0.01 and miss_skip < miss_plain

# %% early
torch.manual_seed(0)
n_early = 20
iou_early = intersection_over_union(train(UNet(), n_early), y_test)
print(f"{n_early}걸음: IoU {iou_early:.3f}")
assert iou_early < 0.92

# %% masks-plot
figure = {"num": "unet-masks", "figsize": (8, 3.6), "layout": "constrained"}
fig, axes = plt.subplots(1, 4, **figure)
axes[0].imshow(x_test[0, 0], cmap="gray")
axes[1].imshow(y_test[0, 0], cmap="gray")
for ax, guess in zip(axes[2:], guesses):
    ax.imshow((guess.int() - y_test.int())[0, 0], cmap="RdBu_r", vmin=-1.5, vmax=1.5)
titles = ("처음 보는 반쪽", "마스크", "틀린 곳: U-Net", "틀린 곳: 스킵 연결 없음")
for ax, title in zip(axes, titles):
    ax.set(title=title, xticks=[], yticks=[])
