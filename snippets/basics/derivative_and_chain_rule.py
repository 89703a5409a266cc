"""미분, 편미분, 연쇄법칙: 이어진 함수의 기울기는 단계마다의 기울기를 곱한 것이다.

주장: 합성함수의 도함수는 차분, 손 계산, 자동 미분에서 같다(허용 오차 1e-6).
    바깥 도함수는 안쪽의 값에서 재야 하고, 갈래가 여럿이면 갈래마다 곱해 더한다.
    시그모이드의 도함수는 s(1 - s)다(허용 오차 1e-12).
출처: 파이토치 학습 절차 노트; Goodfellow et al. (2016) 6.5.2절
"""

# %% setup
import math

import torch


def numeric(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)  # 중앙 차분


# %% secant
# x = 1에서 x**2의 변화율: 간격을 줄이면 2에 다가간다.
rates = {h: ((1 + h) ** 2 - 1**2) / h for h in (1, 0.5, 0.1, 0.01)}
for h, rate in rates.items():
    print(f"h = {h:<4}  변화율 {rate:.2f}")
    assert abs(rate - (2 + h)) < 1e-9  # ((1 + h)^2 - 1) / h = 2 + h


# %% partial
def loss(w, b, x=2.0, t=4.0):
    return (w * x + b - t) ** 2


w, b = 3.0, -1.0
by_w = numeric(lambda v: loss(v, b), w)  # b를 붙들고 w만 흔든다
by_b = numeric(lambda v: loss(w, v), b)  # w를 붙들고 b만 흔든다
error = w * 2.0 + b - 4.0
print(round(by_w, 4), round(by_b, 4))  # 4.0 2.0
assert abs(by_w - 2 * error * 2.0) < 1e-6 and abs(by_b - 2 * error) < 1e-6
down = loss(w - 0.1 * by_w, b - 0.1 * by_b)  # 기울기의 반대쪽으로 조금
assert down < loss(w, b)


# %% chain
def y_of(x):
    return torch.sin(x**2)  # 안쪽 u = x^2, 바깥 y = sin u


x0 = torch.tensor(0.8, dtype=torch.float64, requires_grad=True)
inner = 2 * x0.item()  # du/dx
outer = math.cos(x0.item() ** 2)  # dy/du는 u에서 잰다
by_hand = outer * inner
y_of(x0).backward()
by_difference = numeric(y_of, x0.detach()).item()
print(f"손 {by_hand:.6f}  자동 {x0.grad:.6f}  차분 {by_difference:.6f}")
assert abs(by_hand - x0.grad.item()) < 1e-12
assert abs(by_hand - by_difference) < 1e-6
wrong = math.cos(x0.item()) * inner  # 바깥을 u가 아니라 x에서 잰 흔한 실수
assert abs(wrong - by_hand) > 0.1

# %% paths
# x가 두 갈래로 쓰이면 갈래마다의 곱을 더한다.
x = torch.tensor(3.0, requires_grad=True)
u, v = x**2, 5 * x
(u * v).backward()  # y = uv = 5x^3
first_path = (v * 2 * x).item()  # dy/du * du/dx
second_path = (u * 5).item()  # dy/dv * dv/dx
total = x.grad.item()
print(first_path, "+", second_path, "=", total)
assert total == first_path + second_path == 15 * 3.0**2

# %% sigmoid
# 1 / (1 + e^(-x))를 세 단계로 나눈다: a = e^(-x), c = 1 + a, s = 1 / c
x = torch.linspace(-6, 6, 121, dtype=torch.float64).requires_grad_()  # (121,)
a = torch.exp(-x)
c = 1 + a
s = 1 / c
steps = (-1 / c**2) * 1 * (-a)  # ds/dc * dc/da * da/dx
s.sum().backward()
peak = x.grad.max().item()
ten_layers = peak**10  # 활성화의 도함수만 열 번 곱한 값
assert torch.allclose(steps, s * (1 - s), atol=1e-12)
assert torch.allclose(x.grad, s * (1 - s), atol=1e-12)
assert abs(peak - 0.25) < 1e-12
