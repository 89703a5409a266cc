"""연습: 얼린 층의 통계가 언제 움직이는지 말한다."""

# /// script
# [tool.maedeup.variants.by-grad]
# title = "`requires_grad`는 파라미터만 얼린다. 통계를 멈추는 것은 모드이다"
# replace = { "if train:" = "if grad:" }
#
# [tool.maedeup.variants.both]
# title = "둘 다 켜졌을 때만 움직인다고 여기면 얼린 백본이 슬그머니 바뀌는 것을 놓친다"
# replace = { "if train:" = "if train and grad:" }
# ///

# %% setup
import numpy as np


# %% after
def after(running, batch, train, grad):
    if train:
        return 0.9 * running + 0.1 * batch.mean()
    return running


# %% after-check
batch = np.array([10.0, 20.0])
assert after(0.0, batch, train=False, grad=True) == 0, "eval 모드에서는 움직이지 않는다"
assert after(0.0, batch, train=True, grad=False) == 1.5, "파라미터를 얼려도 통계는 움직인다"
