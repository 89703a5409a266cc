"""GoogLeNet의 살림: 모듈 아홉 개의 곱셈과 전체 파라미터를 논문의 표와 견준다.

주장: 여덟 모듈의 곱셈이 논문의 표와 100만 안에서 같고, 5a만 5,108만과 5,400만으로 다르다.
    보조 분류기를 뺀 전체 파라미터는 6,998,552개로 AlexNet의 8.7분의 1이다.
출처: Szegedy et al. (2015) Table 1
"""

# %% setup
import pandas as pd
from torchvision.models.googlenet import Inception

# %% modules
# 채널(입력, 1x1, 3x3 앞, 3x3, 5x5 앞, 5x5, 풀링 뒤), 크기, 논문의 곱셈(백만 번)
modules = {
    "3a": (192, 64, 96, 128, 16, 32, 32, 28, 128),
    "3b": (256, 128, 128, 192, 32, 96, 64, 28, 304),
    "4a": (480, 192, 96, 208, 16, 48, 64, 14, 73),
    "4b": (512, 160, 112, 224, 24, 64, 64, 14, 88),
    "4c": (512, 128, 128, 256, 24, 64, 64, 14, 100),
    "4d": (512, 112, 144, 288, 32, 64, 64, 14, 119),
    "4e": (528, 256, 160, 320, 32, 128, 128, 14, 170),
    "5a": (832, 256, 160, 320, 32, 128, 128, 7, 54),
    "5b": (832, 384, 192, 384, 48, 128, 128, 7, 71),
}

# %% count
rows, n_biases, c_next = [], 0, 192
for name, sizes in modules.items():
    c, one, three_in, three, five_in, five, pool, size, published = sizes
    assert c == c_next  # 앞 모듈의 출력 채널이 다음 모듈의 입력 채널이다
    c_next = one + three + five + pool
    n = c * (one + three_in + five_in + pool)
    n += 9 * three_in * three + 25 * five_in * five
    n_biases += one + three_in + three + five_in + five + pool
    rows.append((name, c_next, f"{size}x{size}", n, n * size**2, published * 10**6))
columns = ["모듈", "채널", "크기", "가중치", "곱셈", "논문"]
table = pd.DataFrame(rows, columns=columns)
close = (table["곱셈"] - table["논문"]).abs() < 1_000_000
n_modules, n_close = len(table), int(close.sum())
ours_5a, paper_5a = (int(v) for v in table.loc[~close, ["곱셈", "논문"]].iloc[0])
assert n_close == 8 and table.loc[~close, "모듈"].tolist() == ["5a"]
table.map(lambda cell: f"{cell:,}" if isinstance(cell, int) else cell)

# %% total
stem = 64 * 3 * 49 + 64 * 64 + 192 * 64 * 9  # 7x7, 1x1, 3x3
n_total = stem + int(table["가중치"].sum()) + 1024 * 1000 + n_biases + 64 + 64 + 192 + 1000
times_smaller = 60_965_224 / n_total  # AlexNet의 파라미터에 견주어
print(f"{n_total:,}개, AlexNet의 {times_smaller:.1f}분의 1")
assert n_total == 6_998_552

# %% torchvision
theirs = Inception(192, 64, 96, 128, 16, 32, 32).branch3[1].conv  # 5x5여야 할 갈래
print(theirs.kernel_size)
assert theirs.kernel_size == (3, 3)

# %% depth
depth = 3 + 2 * n_modules + 1  # 앞의 합성곱 셋, 모듈마다 두 층, 완전 연결 하나
assert depth == 22
