"""k가 작으면 경계가 표본마다 구불거리고, 크면 뭉툭해지다가 사라진다.

주장: k = 1은 훈련 표본을 모두 맞히고, k가 표본 수와 같으면 평면 전체가 한 클래스다.
출처: sklearn wine (UCI)
"""

# %% setup
import matplotlib.pyplot as plt
from regions import draw_points, draw_regions
from sklearn.datasets import load_wine
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

wine = load_wine()
columns = [wine.feature_names.index(c) for c in ("flavanoids", "color_intensity")]
X, y = StandardScaler().fit_transform(wine.data[:, columns]), wine.target  # (178, 2)

# %% train-score
n = len(y)
models = {k: KNeighborsClassifier(k).fit(X, y) for k in (1, 5, 15, 50, 100, n)}
train_scores = {k: round(m.score(X, y), 3) for k, m in models.items()}
print(train_scores)
assert train_scores[1] == 1 and len(set(models[n].predict(X))) == 1

# %% plot
for k, model in models.items():
    fig, ax = plt.subplots(num=f"regions@k={k}", figsize=(6, 3.8), layout="constrained")
    draw_regions(ax, model.predict, X, steps=90)
    draw_points(ax, X, y, ["품종 0", "품종 1", "품종 2"], size=12)
    ax.set(title=f"k = {k}, 훈련 정확도 {train_scores[k]:.3f}")
    ax.set(xlabel="플라바노이드", ylabel="색의 짙기")
    ax.legend(fontsize=8, loc="upper right")
