"""사진의 색을 K-평균으로 줄인다.

주장: 픽셀마다 색 하나를 표본으로 보고 K개로 묶으면, 색이 K가지만 남는다. K가 클수록 원래와
    가깝다.
출처: sklearn china.jpg
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from sklearn.cluster import KMeans
from sklearn.datasets import load_sample_image

photo = load_sample_image("china.jpg")[::3, ::3] / 255  # (143, 214, 3)
pixels = photo.reshape(-1, 3)  # (30602, 3) 픽셀마다 색 하나


# %% quantize
def quantize(k):
    model = KMeans(k, n_init=1, random_state=0).fit(pixels[::10])
    return model.cluster_centers_[model.predict(pixels)]  # (30602, 3) 픽셀을 중심의 색으로


few, fewer = quantize(16), quantize(4)
n_colours = len(np.unique(pixels, axis=0))
errors = [float(np.sqrt(((q - pixels) ** 2).mean())) for q in (few, fewer)]
print(f"{n_colours:,}색 -> {len(np.unique(few, axis=0))}색, {len(np.unique(fewer, axis=0))}색")
assert errors[0] < errors[1] < 0.15

# %% plot
fig, axes = plt.subplots(1, 3, num="kmeans-colours", figsize=(7.8, 2.1), layout="constrained")
titles = (f"원래: {n_colours:,}색", "16색", "4색")
for ax, colours, title in zip(axes, (pixels, few, fewer), titles):
    ax.imshow(colours.reshape(photo.shape).clip(0, 1))
    ax.set_title(title)
    ax.axis("off")
