"""연습: 뉴런 하나를 쓰고, 배울 수를 세고, 입력의 영향을 읽는다."""

# /// script
# [tool.maedeup.variants.each-input]
# title = "편향을 입력마다 더하면 가중치가 곱해져 뉴런마다 다른 값이 된다"
# replace = { "w @ x + b" = "w @ (x + b)" }
#
# [tool.maedeup.variants.no-bias]
# title = "편향이 없으면 켜지는 자리를 옮길 수 없다"
# replace = { "w @ x + b" = "w @ x" }
#
# [tool.maedeup.variants.input-bias]
# title = "입력층은 계산하지 않으므로 편향이 없다"
# replace = { "sum(sizes[1:])" = "sum(sizes)" }
#
# [tool.maedeup.variants.hidden-only]
# title = "출력 뉴런에도 편향이 있다"
# replace = { "sum(sizes[1:])" = "sum(sizes[1:-1])" }
#
# [tool.maedeup.variants.largest]
# title = "가장 큰 가중치를 골랐다. 부호는 방향이고 크기가 영향이다"
# replace = { "np.abs(w).argmax()" = "w.argmax()" }
# ///

# %% setup
import numpy as np


# %% neuron
def neuron(x, w, b):
    z = w @ x + b
    return 1 / (1 + np.exp(-z))


# %% neuron-check
x, w = np.array([1.0, 2.0]), np.array([3.0, -1.0])
assert abs(neuron(x, w, -1.0) - 0.5) < 1e-12, "가중합 1에 편향 -1을 더하면 0이다"
assert neuron(np.zeros(2), w, 2.0) > 0.8, "입력이 모두 0이어도 편향이 켠다"


# %% count
def count(sizes):
    weights = sum(a * b for a, b in zip(sizes, sizes[1:]))
    return weights + sum(sizes[1:])


# %% count-check
assert count([3, 4, 2]) == 12 + 8 + 6
assert count([784, 10]) == 7850


# %% influence
def strongest(w):
    return int(np.abs(w).argmax())


# %% influence-check
w = np.array([0.1, -5.0, 2.0])
moves = [abs(w @ np.eye(3)[i]) for i in range(3)]
assert strongest(w) == int(np.argmax(moves)), "-5는 0.1보다 작지만 영향은 가장 크다"
