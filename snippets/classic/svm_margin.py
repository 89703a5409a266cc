"""마진의 그림: C가 작으면 넓고 느슨하며, 크면 좁고 엄격하다.

주장: C를 키우면 마진이 좁아지고 서포트 벡터가 준다. 서포트 벡터만 남기고 다시 배워도 같은
    경계다.
출처: sklearn breast_cancer
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
from regions import draw_points, plane
from sklearn.datasets import load_breast_cancer
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

cancer = load_breast_cancer()
columns = [list(cancer.feature_names).index(c) for c in ("worst radius", "worst concave points")]
X, y = StandardScaler().fit_transform(cancer.data[:, columns]), cancer.target  # (569, 2)
X, y = X[::5], y[::5]  # (114, 2) 점을 다 그리면 쪽이 무거워지므로 다섯 가운데 하나만 쓴다

# %% only-support
full = SVC(kernel="linear", C=1, tol=1e-6).fit(X, y)
kept = full.support_
n_all, n_kept = len(X), len(kept)
again = SVC(kernel="linear", C=1, tol=1e-6).fit(X[kept], y[kept])
print(f"{n_all}개 가운데 {n_kept}개:", full.coef_[0].round(3), again.coef_[0].round(3))
assert np.allclose(full.coef_, again.coef_, atol=1e-3)
assert np.allclose(full.intercept_, again.intercept_, atol=1e-3)

# %% plot
a, b = plane(X)
widths, counts = [], []
for C in (0.001, 0.01, 0.1, 1, 100):
    fig, ax = plt.subplots(num=f"margin@C={C:g}", figsize=(6, 4), layout="constrained")
    model = SVC(kernel="linear", C=C).fit(X, y)
    score = model.decision_function(np.column_stack([a.ravel(), b.ravel()])).reshape(a.shape)
    ax.contourf(a, b, score, levels=[-1, 1], colors=["C2"], alpha=0.16)
    ax.contour(
        a, b, score, levels=[-1, 0, 1], colors="k", linestyles=["--", "-", "--"], linewidths=1
    )
    draw_points(ax, X, y, ["악성", "악성 아님"], size=11)
    ax.scatter(*X[model.support_].T, s=34, facecolor="none", edgecolor="k", linewidth=0.6, zorder=4)
    width = 2 / np.linalg.norm(model.coef_)
    widths.append(width)
    counts.append(len(model.support_))
    ax.set(title=f"C = {C:g}: 너비 {width:.2f}, 서포트 벡터 {len(model.support_)}개")
    ax.set(xlabel="가장 큰 반지름 (표준화)", ylabel="오목한 점 (표준화)")
    ax.legend(fontsize=8, loc="lower right")
assert (np.diff(widths) < 0).all() and (np.diff(counts) < 0).all()
