"""연습: 한 걸음을 쓰고, 섞어 나누고, 크기가 다른 배치를 합친다."""

# /// script
# [tool.maedeup.variants.summed]
# title = "더하면 배치가 클수록 멀리 걸어 학습률을 다시 골라야 한다"
# replace = { "np.mean(2 * (w * x - y) * x)" = "np.sum(2 * (w * x - y) * x)" }
#
# [tool.maedeup.variants.error-first]
# title = "오차를 먼저 평균하면 입력과의 짝이 사라진다"
# replace = { "np.mean(2 * (w * x - y) * x)" = "2 * np.mean(w * x - y) * np.mean(x)" }
#
# [tool.maedeup.variants.with-replacement]
# title = "되넣으며 뽑으면 못 보는 표본이 생긴다"
# replace = { "rng.permutation(n)" = "rng.integers(0, n, n)" }
#
# [tool.maedeup.variants.in-order]
# title = "차례대로 나누면 클래스가 몰린 데이터에서 한쪽만 보는 배치가 나온다"
# replace = { "rng.permutation(n)" = "np.arange(n)" }
#
# [tool.maedeup.variants.unweighted]
# title = "그냥 평균하면 작은 배치의 표본이 더 무거워진다"
# replace = { "np.average(grads, weights=sizes)" = "np.mean(grads)" }
# ///

# %% setup
import numpy as np


# %% step
def step(w, x, y, lr):
    slope = np.mean(2 * (w * x - y) * x)
    return w - lr * slope


# %% step-check
x, y = np.ones(4), np.full(4, 3.0)
assert step(0.0, x, y, 0.1) == step(0.0, x[:1], y[:1], 0.1), "같은 표본인데 배치가 크면 더 걸었다"
assert abs(step(0.0, x, y, 0.1) - 0.6) < 1e-12
x, y = np.array([1.0, 3.0]), np.array([0.0, 2.0])
assert abs(step(0.0, x, y, 0.1) - 0.6) < 1e-12, "오차와 입력을 표본마다 곱한 뒤에 평균한다"


# %% shuffle
def batches(n, b, rng):
    order = rng.permutation(n)
    return [order[i : i + b] for i in range(0, n, b)]


# %% shuffle-check
parts = batches(10, 4, np.random.default_rng(0))
seen = np.concatenate(parts)
assert [len(p) for p in parts] == [4, 4, 2]
assert sorted(seen) == list(range(10)), "보지 못한 표본이나 두 번 본 표본이 있다"
assert seen.tolist() != list(range(10)), "섞이지 않았다"


# %% whole
def whole(grads, sizes):
    return np.average(grads, weights=sizes)


# %% whole-check
values = np.array([1.0, 2.0, 3.0, 4.0, 50.0])
grads = [values[:2].mean(), values[2:4].mean(), values[4:].mean()]
assert abs(whole(grads, [2, 2, 1]) - values.mean()) < 1e-12, "전체를 한 번에 평균한 것과 다르다"
