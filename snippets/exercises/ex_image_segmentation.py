"""연습: 겹친 만큼 점수를 준다."""

# /// script
# [tool.maedeup.variants.accuracy]
# title = "픽셀 정확도는 배경이 넓으면 물체를 놓쳐도 99%이다"
# replace = { "(guess & truth).sum() / (guess | truth).sum()" = "(guess == truth).mean()" }
#
# [tool.maedeup.variants.only-truth]
# title = "정답의 넓이로만 나누면 사진을 모두 칠한 답이 만점이다"
# replace = { "(guess | truth).sum()" = "truth.sum()" }
# ///

# %% setup
import numpy as np


# %% iou
def iou(guess, truth):
    return (guess & truth).sum() / (guess | truth).sum()


# %% iou-check
truth = np.zeros((10, 10), bool)
truth[4, 4] = True  # 사진의 1%인 물체
assert iou(np.zeros_like(truth), truth) == 0, "물체를 통째로 놓쳤다"
guess = truth.copy()
guess[4, 5] = True
assert iou(guess, truth) == 0.5, "두 칸이라고 했고 한 칸이 맞았다"
