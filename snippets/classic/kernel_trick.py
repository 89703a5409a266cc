"""커널 트릭: 높은 차원으로 보내지 않고 그곳의 내적만 구한다.

주장: (a.b + 1)^2은 특성 여섯 개짜리 공간의 내적과 같고, coef0가 없으면 차수 2의 항 셋만 남는다.
    RBF 식은 sklearn의 rbf_kernel과 같고, 끝없는 특성의 내적을 차례로 더하면 그 값으로 간다.
    다항식 커널을 쓴 SVC와 특성을 직접 만든 선형 SVC의 판별값이 같다. XOR은 RBF로 갈린다.
출처: Boser, Guyon & Vapnik (1992); sklearn iris
"""

# %% setup
from math import comb, factorial

import numpy as np
from sklearn.datasets import load_iris
from sklearn.metrics.pairwise import polynomial_kernel, rbf_kernel
from sklearn.svm import SVC

iris = load_iris()
X, y = iris.data[:, 2:] - iris.data[:, 2:].mean(axis=0), iris.target == 1  # (150, 2), 버시컬러인가
a, b = X[:40], X[60:100]  # (40, 2) 두 벡터 묶음


# %% two-ways
def lift(x):
    u, v = x.T
    r = np.sqrt(2)
    # (n, 6)
    return np.column_stack([u * u, v * v, r * u * v, r * u, r * v, np.ones(len(x))])


by_dot = lift(a) @ lift(b).T  # (40, 40) 여섯 차원의 내적
by_kernel = (a @ b.T + 1) ** 2  # (40, 40) 두 차원의 내적 뒤에 제곱
gap = float(np.abs(by_dot - by_kernel).max())
print(f"가장 큰 차이 {gap:.1e}")
assert gap < 1e-10
assert np.allclose(by_kernel, polynomial_kernel(a, b, degree=2, gamma=1, coef0=1))

# %% no-constant
three = lift(a)[:, :3] @ lift(b)[:, :3].T  # 차수 2의 항만
assert np.allclose(polynomial_kernel(a, b, degree=2, gamma=1, coef0=0), three)
default_coef0 = SVC(kernel="poly").coef0
print("SVC의 coef0 기본값:", default_coef0)
assert default_coef0 == 0

# %% same-machine
options = {"C": 1, "tol": 1e-8}
trick = SVC(kernel="poly", degree=2, gamma=1, coef0=1, **options).fit(X, y)
explicit = SVC(kernel="linear", **options).fit(lift(X), y)
apart = np.abs(trick.decision_function(X) - explicit.decision_function(lift(X))).max()
straight, curved = SVC(kernel="linear").fit(X, y).score(X, y), float(trick.score(X, y))
print(f"판별값의 차이 {apart:.0e}, 정확도: 직선 {straight:.3f}, 이차 곡선 {curved:.3f}")
assert apart < 1e-3 and curved > straight + 0.2

# %% size
n_monomials = comb(64 + 4, 4)  # 64개 변수의 4차 이하 단항식
print(f"{n_monomials:,}")
assert n_monomials > 800_000

# %% rbf
gamma = 0.5
gaps = ((a[:, None] - b) ** 2).sum(axis=-1)  # (40, 40) 거리의 제곱
assert np.allclose(np.exp(-gamma * gaps), rbf_kernel(a, b, gamma=gamma))
assert np.allclose(np.diag(rbf_kernel(a, a, gamma=gamma)), 1)  # 자신과는 1

# %% endless
s, t = 1.5, 0.7  # 수 하나짜리 입력 둘
# k번째 특성끼리의 곱
terms = [(2 * gamma * s * t) ** k / factorial(k) for k in range(12)]
partial = np.exp(-gamma * (s * s + t * t)) * np.cumsum(terms)
target = float(np.exp(-gamma * (s - t) ** 2))
print(partial[[0, 1, 2, 4, 8]].round(4), round(target, 4))
assert abs(partial[-1] - target) < 1e-6 and (np.diff(partial) > 0).all()

# %% xor
corners, xor = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), [0, 1, 1, 0]
linear_xor = float(SVC(kernel="linear").fit(corners, xor).score(corners, xor))
rbf_xor = float(SVC(kernel="rbf", gamma=1).fit(corners, xor).score(corners, xor))
print(linear_xor, rbf_xor)
assert linear_xor <= 0.75 and rbf_xor == 1
