"""연습: 채널을 나눈 합성곱의 파라미터를 센다."""

# /// script
# [tool.maedeup.variants.whole]
# title = "나누지 않은 층의 수이다"
# replace = { "(c_in // groups)" = "c_in" }
#
# [tool.maedeup.variants.both]
# title = "출력까지 나누면 한쪽 GPU의 몫만 센 것이다"
# replace = { "c_out * (c_in // groups)" = "c_out // groups * (c_in // groups)" }
# ///


# %% count
def count(c_in, c_out, k, groups):
    return c_out * (c_in // groups) * k * k + c_out


# %% count-check
assert count(3, 96, 11, 1) == 34_944  # 첫 층
assert count(96, 256, 5, 2) == 307_456, "conv2는 두 GPU에 나뉘어 있다"
