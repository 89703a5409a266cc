"""이미지넷 대회: 해마다의 우승 오차와 층의 수.

주장: 2012년의 AlexNet이 오차를 가장 크게 줄였고, 그 뒤의 우승은 모두 합성곱 신경망이다.
출처: Russakovsky et al. (2015) Table 6; He et al. (2016a); 층의 수는 저마다의 논문
"""

# %% setup
import matplotlib.pyplot as plt

# %% winners
# (해, 이름, 상위 5개 오차 %, 층의 수). 오차는 대회가 준 데이터만 쓴 제출의 시험 오차다.
winners = [
    (2010, "NEC-UIUC", 28.2, None),
    (2011, "XRCE", 25.8, None),
    (2012, "AlexNet", 16.4, 8),
    (2013, "Clarifai", 11.7, 8),
    (2014, "GoogLeNet", 6.7, 22),
    (2015, "ResNet", 3.57, 152),
]
error = {name: e for _, name, e, _ in winners}
before, alexnet, resnet = error["XRCE"], error["AlexNet"], error["ResNet"]
drops = [a[2] - b[2] for a, b in zip(winners, winners[1:])]
biggest = max(drops)
n_classes, n_images = 1_000, 1_281_167
assert biggest == before - alexnet

# %% winners-plot
fig, ax = plt.subplots(num="ilsvrc-errors", figsize=(7, 3.2), layout="constrained")
for year, name, e, depth in winners:
    ax.bar(year, e, color="C0" if depth else "0.6", width=0.7)
    label = f"{name}\n{depth}층" if depth else name
    ax.text(year, e + 0.6, label, ha="center", va="bottom", fontsize=9.5)
ax.set(xlabel="이미지넷 대회", ylabel="상위 5개 오차 (%)", ylim=(0, 34))
ax.set_title("파란 막대가 합성곱 신경망")
ax.grid(axis="x", visible=False)
