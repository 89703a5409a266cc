"""무엇을 어떻게 보여 줄까: 겹친 선을 나누고, 표의 좌표를 지도에 찍는다.

주장: 주가 여덟 개를 한 축에 그리면 대부분이 바닥에 눌리고, 나누어 그리면 모두 제 높이를 쓴다.
    종의 표가 없으면 이름이 빈 관측이 남는데, 안쪽 조인은 그것을 말없이 지운다.
출처: AI 연구실 메모; matplotlib 표본 자료 Stocks.csv, jacksboro_fault_dem.npz
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
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
fig = plt.figure(
    num="timeseries-small-multiples", figsize=(7.5, 6), layout="constrained"
)
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

# %% devices
# 땅의 높이는 진짜이고, 장치의 자리와 온도는 보기로 만든 것이다.
with get_sample_data("jacksboro_fault_dem.npz") as ground:
    height = ground["elevation"]  # (344, 403) 미터
    box = [float(ground[k]) for k in ("xmin", "xmax", "ymin", "ymax")]
rng = np.random.default_rng(0)
spots = rng.uniform([-84.39, 36.47], [-84.1, 36.71], (9, 2))
spots = np.vstack([spots, [-84.225, 36.55] + rng.normal(0, 0.004, (6, 2))])  # 여섯은 모여 있다
devices = pd.DataFrame(spots, columns=["경도", "위도"]).round(4)
devices["온도"] = rng.normal(18, 3, len(devices)).round(1)
n_devices = len(devices)
devices.tail(4)

# %% map-plot
fig, axes = plt.subplots(
    1, 2, num="device-map-sketch", figsize=(7.5, 3.6), layout="constrained"
)
zoom = (-84.245, -84.205, 36.535, 36.565)
west, east, south, north = box[0], box[1], min(box[2:]), max(box[2:])
for ax, name, size in zip(axes, ("전체", "확대"), (25, 70)):
    ax.imshow(height, cmap="gray", extent=(west, east, south, north), alpha=0.6)
    ax.scatter(
        devices["경도"], devices["위도"], s=size, color="C1", edgecolor="k", zorder=3
    )
    ax.set(title=name, xlabel="경도", ylabel="위도", aspect=1.25)
    ax.grid(False)
frame = (zoom[0], zoom[2]), zoom[1] - zoom[0], zoom[3] - zoom[2]
axes[0].add_patch(plt.Rectangle(*frame, fill=False, edgecolor="C0", lw=2))
axes[1].set(xlim=zoom[:2], ylim=zoom[2:])
axes[0].set_xticks([-84.4, -84.2])
axes[1].set_xticks([-84.24, -84.21])
for x, y, t in devices.to_numpy():
    if zoom[0] < x < zoom[1] and zoom[2] < y < zoom[3]:
        axes[1].annotate(
            f"{t:.0f}°C", (x, y), (6, 6), textcoords="offset points", fontsize=9
        )

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
