# /// script
# [tool.maedeup]
# aliases = ["평균 실습"]
# tags = ["실습"]
# ///

# %% [markdown]
# # 실습: 평균 재기
#
# 잰 값 네 개의 평균을 [[index|처음]]처럼 구한다.

# %% read
from reading import read

values = read("data/values.csv")
values

# %% [markdown]
# ## 결과
#
# 평균은 ![[lab-mean.py#mean|.2f]]이다.

# %% mean
mean = sum(values) / len(values)
print(f"{mean:.2f}")
