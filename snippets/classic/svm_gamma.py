"""gamma와 이름: 선형 커널에서는 gamma가 아무 일도 하지 않는다.

주장: RBF의 gamma가 크면 경계가 표본을 감싼다. 선형 커널의 판별값은 gamma를 바꾸어도 한 자리까지
    같다. svm = svm.SVC(...)는 모듈을 덮어써서 두 번째 호출이 실패한다.
출처: sklearn wine, sklearn.svm.SVC 문서
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from regions import draw_points, draw_regions
from sklearn import svm
from sklearn.datasets import load_wine
from sklearn.preprocessing import StandardScaler

wine = load_wine()
columns = [wine.feature_names.index(c) for c in ("flavanoids", "color_intensity")]
X, y = StandardScaler().fit_transform(wine.data[:, columns]), wine.target  # (178, 2)

# %% gamma-plot
fits = {gamma: svm.SVC(kernel="rbf", gamma=gamma).fit(X, y) for gamma in (0.1, 1, 5, 20, 100)}
for gamma, model in fits.items():
    fig, ax = plt.subplots(num=f"boundary@gamma={gamma}", figsize=(6, 3.8), layout="constrained")
    draw_regions(ax, model.predict, X, steps=90)
    draw_points(ax, X, y, size=11)
    ax.set(title=f"gamma = {gamma}, 훈련 정확도 {model.score(X, y):.3f}")
    ax.set(xlabel="플라바노이드", ylabel="색의 짙기")
assert fits[0.1].score(X, y) < fits[100].score(X, y)

# %% linear-gamma
values = [
    svm.SVC(kernel="linear", gamma=g).fit(X, y).decision_function(X) for g in (0.001, 0.5, 50)
]
spread = float(np.ptp(values, axis=0).max())
print(spread)  # 0.0
assert spread == 0


# %% shadow
def twice():
    from sklearn import svm

    svm = svm.SVC(kernel="linear")  # 모듈의 이름을 모델이 빼앗는다
    return svm, svm.SVC(kernel="linear")


try:
    twice()
    error = None
except AttributeError as caught:
    error = caught
    print(type(error).__name__, error)
assert "no attribute 'SVC'" in str(error)
