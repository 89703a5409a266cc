"""패딩과 가장자리: 패딩이 없으면 구석의 픽셀은 한 번밖에 쓰이지 않는다.

주장: 3x3 커널에서 구석 픽셀이 들어가는 창은 패딩이 없으면 하나, 패딩 1이면 넷이고 안쪽은 아홉이다.
    영 패딩은 가장자리의 평균을 끌어내린다.
출처: 합성곱 신경망과 이상탐지 학습 노트
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

ones = torch.ones(1, 1, 3, 3)


# %% counts
def times_used(n, padding):
    """픽셀마다 3x3 창 몇 개에 들어가는가: 커널이 모두 1일 때 출력의 합을 미분한다."""
    pixels = torch.zeros(1, 1, n, n, requires_grad=True)
    F.conv2d(pixels, ones, padding=padding).sum().backward()
    return pixels.grad[0, 0].int()


used_bare, used_framed = times_used(7, 0), times_used(7, 1)
corner_bare, corner_framed, middle = (
    t.item() for t in (used_bare[0, 0], used_framed[0, 0], used_framed[3, 3])
)
assert (corner_bare, corner_framed, middle) == (1, 4, 9)

# %% counts-plot
fig, axes = plt.subplots(1, 2, num="pixel-use", figsize=(6.4, 3.3), layout="constrained")
for ax, used, title in zip(axes, [used_bare, used_framed], ["패딩 없음", "패딩 1"]):
    shown = ax.imshow(used, vmin=0, vmax=9)
    for (i, j), v in ((divmod(k, 7), used.flatten()[k].item()) for k in range(49)):
        ax.text(j, i, v, ha="center", va="center", color="white" if v < 6 else "black")
    ax.set(title=f"픽셀마다 들어가는 창의 수: {title}", xticks=[], yticks=[])

# %% dark-edge
bright = torch.ones(1, 1, 6, 6)
blurred = F.conv2d(bright, ones / 9, padding=1)  # 고르게 밝은 이미지의 평균
corner_blur = blurred[0, 0, 0, 0].item()
middle_blur = blurred[0, 0, 2, 2].item()
assert abs(corner_blur - 4 / 9) < 1e-6 and abs(middle_blur - 1) < 1e-6
