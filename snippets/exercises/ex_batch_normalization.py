"""연습: 채널마다 배치의 통계로 맞춘다."""

# /// script
# [tool.maedeup.variants.each-sample]
# title = "표본마다 맞추면 밝은 사진과 어두운 사진의 차이를 지운다. 층 정규화이다"
# replace = { "(0, 2, 3)" = "(1, 2, 3)" }
#
# [tool.maedeup.variants.all]
# title = "채널을 한데 모으면 큰 채널이 통계를 정한다"
# replace = { "(0, 2, 3)" = "(0, 1, 2, 3)" }
# ///

# %% setup
import numpy as np


# %% normalise
def normalise(x):
    axes = (0, 2, 3)
    return (x - x.mean(axes, keepdims=True)) / x.std(axes, keepdims=True)


# %% normalise-check
rng = np.random.default_rng(0)
x = rng.normal(size=(8, 3, 5, 5)) * [[[[1]], [[10]], [[100]]]] + 7
out = normalise(x)
for c in range(3):
    assert abs(out[:, c].mean()) < 1e-9, "채널마다의 평균이 0이어야 한다"
    assert abs(out[:, c].std() - 1) < 1e-9, "채널마다의 표준편차가 1이어야 한다"
bright = x + np.arange(8).reshape(-1, 1, 1, 1)
assert normalise(bright)[7].mean() > normalise(bright)[0].mean(), "표본끼리의 차이는 남아야 한다"
