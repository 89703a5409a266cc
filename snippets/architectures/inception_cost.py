"""인셉션의 1x1: 비싼 합성곱 앞에서 채널을 줄여 가중치를 아낀다.

주장: 3a 모듈의 가중치는 1x1로 줄이면 163,328개, 줄이지 않으면 387,072개다.
    줄이지 않은 모듈은 풀링 갈래 때문에 채널이 256이 아니라 416으로 불어난다.
출처: Szegedy et al. (2015) Figure 2, Table 1
"""

# %% setup
from torch import nn


# %% saving
def weights(*convs):
    """(입력 채널, 출력 채널, 커널)들의 가중치를 torch의 층에서 센다."""
    return sum(nn.Conv2d(a, b, k, bias=False).weight.numel() for a, b, k in convs)


n_wide = weights((192, 64, 1), (192, 128, 3), (192, 32, 5))
n_narrow = weights(
    (192, 64, 1),
    (192, 96, 1), (96, 128, 3),
    (192, 16, 1), (16, 32, 5),
    (192, 32, 1),  # 풀링 뒤
)  # fmt: skip
print(f"줄이지 않은 것 {n_wide:,}   줄인 것 {n_narrow:,}")
assert (n_wide, n_narrow) == (387_072, 163_328)

# %% five
n_five_wide, n_five_narrow = weights((192, 32, 5)), weights((192, 16, 1), (16, 32, 5))
ratio, five_ratio = n_wide / n_narrow, n_five_wide / n_five_narrow
print(f"5x5 갈래만: {n_five_wide:,} -> {n_five_narrow:,} ({five_ratio:.1f}분의 1)")
assert five_ratio > 9

# %% growth
# 줄이지 않은 모듈을 셋 이으면: 풀링 갈래가 들어온 채널을 그대로 내보내 계속 불어난다.
channels = [192]
for _ in range(3):
    channels.append(64 + 128 + 32 + channels[-1])
out_wide, out_narrow, after_three = channels[1], 64 + 128 + 32 + 32, channels[-1]
print(channels)
assert (out_wide, out_narrow) == (416, 256)
