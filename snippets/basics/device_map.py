"""장치의 좌표를 지도에 찍는다: 모여 있는 곳은 확대해서 본다.

주장: 장치 열다섯 개 가운데 여섯이 작은 네모 안에 모여 있다.
출처: AI 연구실 메모; matplotlib 표본 자료 jacksboro_fault_dem.npz
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.cbook import get_sample_data

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
fig, axes = plt.subplots(1, 2, num="device-map-sketch", figsize=(7.5, 3.6), layout="constrained")
zoom = (-84.245, -84.207, 36.537, 36.565)
west, east, south, north = box[0], box[1], min(box[2:]), max(box[2:])
for ax, name, size in zip(axes, ("전체", "확대"), (25, 70)):
    ax.imshow(height, cmap="gray", extent=(west, east, south, north), alpha=0.6)
    ax.scatter(devices["경도"], devices["위도"], s=size, color="C1", edgecolor="k", zorder=3)
    ax.set(title=name, xlabel="경도", ylabel="위도", aspect=1.25)
    ax.grid(False)
frame = (zoom[0], zoom[2]), zoom[1] - zoom[0], zoom[3] - zoom[2]
axes[0].add_patch(plt.Rectangle(*frame, fill=False, edgecolor="C0", lw=2))
axes[1].set(xlim=zoom[:2], ylim=zoom[2:])
axes[0].set_xticks([-84.4, -84.2])
axes[1].set_xticks([-84.24, -84.21])
inside = devices["경도"].between(*zoom[:2]) & devices["위도"].between(*zoom[2:])
assert inside.sum() == 6
style = {"textcoords": "offset points", "fontsize": 9}
shown = devices[inside].to_numpy()  # (6, 3)
for x, y, t in shown:
    others = shown[shown[:, 0] != x]
    nearest = others[np.hypot(others[:, 0] - x, others[:, 1] - y).argmin()]
    side = -1 if nearest[0] > x else 1  # 가장 가까운 장치의 반대쪽에 적는다
    align = "right" if side < 0 else "left"
    axes[1].annotate(f"{t:.0f}°C", (x, y), (6 * side, 6), ha=align, **style)
