"""무엇을 어떻게 보여 줄까: 겹친 선을 나누고, 이름이 없는 관측을 지우지 않는다.

주장: 주가 여덟 개를 한 축에 그리면 대부분이 바닥에 눌리고, 나누어 그리면 모두 제 높이를 쓴다.
    종의 표가 없으면 이름이 빈 관측이 남는데, 안쪽 조인은 그것을 말없이 지운다.
출처: AI 연구실 메모; matplotlib 표본 자료 Stocks.csv
"""

# %% setup
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.cbook import get_sample_data

# %% stocks
with get_sample_data("Stocks.csv") as file:
    prices = pd.read_csv(file, comment="#", parse_dates=["Date"], index_col="Date")
stocks = prices.drop(columns=["^GSPC", "^IXIC"]).loc["2005":].dropna(axis=1, how="all")
stocks = stocks.ffill()
n_stocks = stocks.shape[1]
print(n_stocks, list(stocks))

# %% used
# 축의 높이 가운데 선 하나가 오르내리는 폭
span = (stocks.max() - stocks.min()) / stocks.max().max()
flat = span[span < 0.1]
n_flat, least = len(flat), span.min()
print(span.sort_values().round(3).to_string())
assert n_flat >= n_stocks / 2

# %% multiples-plot
n_rows = -(-n_stocks // 4)
fig = plt.figure(num="timeseries-small-multiples", figsize=(7.5, 6), layout="constrained")
top, bottom = fig.subfigures(2, 1, height_ratios=(2, n_rows + 0.6))
ax = top.subplots()
ax.plot(stocks, label=list(stocks))
ax.set(title="한 축에 모두", ylabel="주가 (달러)")
ax.legend(ncols=4, fontsize=8)
axes = bottom.subplots(n_rows, 4, sharex=True)
for ax in axes.flat[n_stocks:]:
    ax.axis("off")
for i, (ax, name) in enumerate(zip(axes.flat, stocks)):
    ax.plot(stocks[name], color=f"C{i % 7}")
    ax.set_title(f"{name} (최고 {stocks[name].max():,.0f})", fontsize=9)
    ax.set_xticks(pd.to_datetime(["2010", "2020"]), ["2010", "2020"])
    ax.set_yticks([])
bottom.suptitle("하나씩, 저마다의 세로축")

# %% missing
# 보기로 만든 관측
seen = pd.DataFrame({"장치": [1, 1, 2, 3, 3], "종 번호": [7, 9, 7, 12, 9]})
species = pd.DataFrame({"종 번호": [7, 9], "이름": ["박새", "직박구리"]})  # 12가 없다
inner = seen.merge(species)
left = seen.merge(species, how="left")
n_seen, n_inner, n_unnamed = len(seen), len(inner), int(left["이름"].isna().sum())
print(f"관측 {n_seen}건, 안쪽 조인 {n_inner}건, 이름 없는 것 {n_unnamed}건")
assert n_inner < n_seen == len(left)
left
