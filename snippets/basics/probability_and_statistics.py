"""확률과 통계 최소한: 평균은 가운데를, 표준편차는 퍼진 정도를 잰다.

주장: 정규 분포 표본 백만 개의 68%와 95%가 평균에서 표준편차 하나와 둘 안에 든다(허용 오차 0.2%p).
    n으로 나눈 분산과 n-1로 나눈 분산의 비는 n/(n-1)이고, n으로 나눈 쪽은 참값보다 작게 나온다.
출처: Goodfellow et al. (2016) 3장; NumPy 문서 numpy.std; PyTorch 문서 torch.std; sklearn digits
"""

# %% setup
import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from sklearn.datasets import load_digits

rng = np.random.default_rng(0)

# %% digits
pixels = load_digits().data.ravel()  # (N * 64,): 0에서 16까지의 밝기
mean = float(pixels.sum() / pixels.size)
variance = float(((pixels - mean) ** 2).sum() / pixels.size)
std = math.sqrt(variance)
print(f"평균 {mean:.2f}, 분산 {variance:.1f}, 표준편차 {std:.2f}")
assert abs(mean - pixels.mean()) < 1e-9 and abs(std - pixels.std()) < 1e-9
z = (pixels - mean) / std  # 표준화: 평균 0, 표준편차 1
assert abs(z.mean()) < 1e-9 and abs(z.std() - 1) < 1e-9

# %% gaussian
mu, sigma = 170.0, 6.0
sample = rng.normal(mu, sigma, 1_000_000)
within = {k: float((abs(sample - mu) < k * sigma).mean()) for k in (1, 2, 3)}
for k, share in within.items():
    theory = math.erf(k / math.sqrt(2))
    print(f"표준편차 {k}개 안: {share:.1%} (이론 {theory:.1%})")
    assert abs(share - theory) < 0.002
one_sigma, two_sigma, three_sigma = within.values()

# %% not-gaussian
pixel_share = float((abs(z) < 1).mean())
print(f"숫자 사진의 픽셀: {pixel_share:.1%}")
assert abs(pixel_share - one_sigma) > 0.05  # 68% 규칙은 정규 분포의 것이다

# %% two-variances
# 참 분산이 4인 분포에서 다섯 개씩 뽑아 분산을 구하기를 십만 번
groups = rng.normal(0, 2, (100_000, 5))  # (되풀이, n)
by_n = float(groups.var(axis=1).mean())
by_n1 = float(groups.var(axis=1, ddof=1).mean())
print(f"n으로 나누면 {by_n:.2f}, n-1로 나누면 {by_n1:.2f}")
assert abs(by_n1 / by_n - 5 / 4) < 1e-9
assert abs(by_n1 - 4) < 0.05 and abs(by_n - 4 * 4 / 5) < 0.05
std_n1 = float(groups.std(axis=1, ddof=1).mean())
print(f"n-1로 나눈 표준편차의 평균 {std_n1:.2f} (참값 2)")
assert std_n1 < 1.95  # 제곱근은 위로 볼록해서 평균이 작아진다

# %% defaults
x = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]
np_std, torch_std = float(np.std(x)), torch.tensor(x).std().item()
pd_std = float(pd.Series(x).std())
print(f"numpy {np_std:.3f}  torch {torch_std:.3f}  pandas {pd_std:.3f}")
assert abs(torch_std - pd_std) < 1e-6
assert abs(torch_std / np_std - math.sqrt(8 / 7)) < 1e-6
like_numpy = torch.tensor(x).std(correction=0).item()  # n으로 나누게 한다
assert abs(like_numpy - np_std) < 1e-6

# %% product
# 동전 200개가 모두 앞면일 확률: 곱은 0이 되고, 로그의 합은 멀쩡하다.
p = torch.full((200,), 0.5)
plain_product, log_sum = p.prod().item(), p.log().sum().item()
print(plain_product, round(log_sum, 2))
assert plain_product == 0.0 and abs(log_sum - 200 * math.log(0.5)) < 1e-3

# %% threshold
flagged = {k: float((sample > mu + k * sigma).mean()) for k in (1, 2, 3)}
flagged_1, flagged_3 = flagged[1], flagged[3]
print({k: f"{v:.2%}" for k, v in flagged.items()})
assert abs(flagged_1 - 0.1587) < 0.002 and flagged_3 < 0.002

# %% bands-plot
fig, ax = plt.subplots(num="sigma-bands", figsize=(7, 3.2), layout="constrained")
x = np.linspace(mu - 4 * sigma, mu + 4 * sigma, 400)
density = np.exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * math.sqrt(2 * math.pi))
ax.hist(sample, bins=120, range=(x[0], x[-1]), density=True, color="0.6", alpha=0.5)
ax.plot(x, density, color="k")
for k, height in ((1, 0.030), (2, 0.010), (3, 0.003)):
    ax.annotate(
        "", (mu - k * sigma, height), (mu + k * sigma, height), arrowprops={"arrowstyle": "<->"}
    )
    ax.text(mu, height, f"{within[k]:.1%}", ha="center", va="bottom", color=f"C{k - 1}")
ax.set(title="평균에서 표준편차 하나, 둘, 셋 안에 드는 몫", xlabel="값", ylabel="확률 밀도")
