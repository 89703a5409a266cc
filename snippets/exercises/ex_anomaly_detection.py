"""연습: 따로 둔 정상으로 문턱을 정한다."""

# /// script
# [tool.maedeup.variants.one-sigma]
# title = "평균에 표준편차를 더하면 얼마나 세울지를 고를 수 없다"
# replace = { "np.quantile(errors, 1 - alarm)" = "errors.mean() + errors.std()" }
#
# [tool.maedeup.variants.bell]
# title = "종 모양이라고 치고 두 배를 더하면 긴 꼬리를 못 본다"
# [tool.maedeup.variants.bell.replace]
# "np.quantile(errors, 1 - alarm)" = "errors.mean() + (2 if alarm > 0.02 else 3) * errors.std()"
# ///

# %% setup
import numpy as np


# %% threshold
def threshold(errors, alarm):
    return np.quantile(errors, 1 - alarm)


# %% threshold-check
rng = np.random.default_rng(0)
kept, fresh = rng.exponential(size=5000), rng.exponential(size=50_000)  # 오른쪽 꼬리가 길다
for alarm in (0.05, 0.01):
    share = (fresh > threshold(kept, alarm)).mean()
    assert abs(share - alarm) < 0.005, f"정상의 {share:.1%}를 이상이라고 했다"
