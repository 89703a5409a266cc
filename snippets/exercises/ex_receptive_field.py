"""연습: 보는 폭을 센다."""

# /// script
# [tool.maedeup.variants.no-jump]
# title = "스트라이드를 잊으면 늘 한 칸씩만 넓어진다"
# replace = { "jump *= s" = "pass" }
#
# [tool.maedeup.variants.early]
# title = "제 스트라이드는 다음 층부터 넓힌다"
# replace = { "r += (k - 1) * jump" = "r += (k - 1) * jump * s" }
#
# [tool.maedeup.variants.product]
# title = "커널을 곱하면 겹쳐 보는 것까지 센다"
# replace = { "r += (k - 1) * jump" = "r *= k" }
# ///


# %% field
def field(layers):
    r, jump = 1, 1
    for k, s in layers:
        r += (k - 1) * jump
        jump *= s
    return r


# %% field-check
assert field([(3, 1)] * 3) == 7
assert field([(3, 2)] * 3) == 15, "스트라이드가 뒤 층의 한 칸을 넓힌다"
