"""연습: 표본을 쌓고, 순환층의 모양으로 바꾸고, 길이가 다른 글을 묶는다."""

# /// script
# [tool.maedeup.variants.joined]
# title = "이어 붙이면 표본의 채널끼리 한 축에 늘어선다"
# replace = { "np.stack(samples)" = "np.concatenate(samples)" }
#
# [tool.maedeup.variants.reshaped]
# title = "`reshape`는 모양만 맞추고 시점과 센서를 뒤섞는다"
# replace = { "x.transpose(0, 2, 1)" = "x.reshape(len(x), x.shape[2], -1)" }
#
# [tool.maedeup.variants.cut]
# title = "짧은 것에 맞추면 긴 글의 뒤를 잃는다"
# replace = { "max(len(row) for row in rows)" = "min(len(row) for row in rows)" }
#
# [tool.maedeup.variants.front]
# title = "앞에 채우면 낱말의 자리가 글마다 밀린다"
# replace = { "(row + [0] * length)[:length]" = "([0] * length + row)[-length:]" }
# ///

# %% setup
import numpy as np


# %% stack
def to_batch(samples):
    return np.stack(samples)


# %% stack-check
samples = [np.full((3, 5), k) for k in range(4)]
assert to_batch(samples).shape == (4, 3, 5), "배치 축이 새로 생겨야 한다"
assert (to_batch(samples)[2] == 2).all()


# %% swap
def for_rnn(x):
    return x.transpose(0, 2, 1)


# %% swap-check
x = np.arange(12).reshape(1, 2, 6)  # 센서 둘이 여섯 시점을 잰 것
out = for_rnn(x)
assert out.shape == (1, 6, 2)
assert out[0, 0].tolist() == [0, 6], "첫 시점에는 두 센서의 첫 값이 있어야 한다"


# %% pad
def pad(rows):
    length = max(len(row) for row in rows)
    return np.array([(row + [0] * length)[:length] for row in rows])


# %% pad-check
assert pad([[5, 2], [7, 1, 4], [3]]).tolist() == [[5, 2, 0], [7, 1, 4], [3, 0, 0]]
