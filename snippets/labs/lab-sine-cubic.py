# /// script
# [tool.maedeup]
# aliases = ["사인함수 예측하기", "사인 함수", "sine fitting", "3차 함수"]
# tags = ["실습"]
# requires = ["gradient-descent", "mean-squared-error"]
# source = "AI 라이브러리 2주차 학습 노트; PyTorch 문서 Learning PyTorch with Examples"
# ///

# %% [markdown]
# # 실습: 삼차식으로 사인 맞추기
#
# 계수 네 개짜리 삼차식은 사인 곡선의 한 주기를 얼마나 닮을 수 있고, [[gradient-descent]]은(는) 그 계수를 찾아내는가.
# 층도 뉴런도 없는 문제이지만 예측, 손실, 기울기, 갱신이라는 [[training-loop|학습 루프]]의 뼈대는 그대로 들어 있다.
# 계수가 넷뿐이라 정답을 식으로 구할 수 있으므로, 학습이 잘되었는지 끝에 채점까지 한다.
#
# 데이터는 모은 것이 아니라 함수 $y = \sin x$에서 만든다.
# 맞출 식은 $\hat y = a + bx + cx^2 + dx^3$이고, 학습할 [[weight-update|가중치]]는 $a, b, c, d$이다.

# %% setup
import math

import matplotlib.pyplot as plt
import pandas as pd
import torch

rng = torch.Generator().manual_seed(0)

# %% [markdown]
# ## 데이터
#
# $-\pi$부터 $\pi$까지 점 ![[lab-sine-cubic.py#n_points]]개를 고르게 찍는다.
# 계산을 행렬 곱 하나로 쓰려고 $1, x, x^2, x^3$을 열로 쌓는다.

# %% data
x = torch.linspace(-math.pi, math.pi, 1000, dtype=torch.float64)  # (1000,)
y = torch.sin(x)  # (1000,)
powers = torch.stack([x**k for k in range(4)], dim=1)  # (1000, 4)
cube_max = powers[:, 3].max().item()
n_points, n_gaps, spacing = len(x), len(x) - 1, (x[1] - x[0]).item()
print(n_points, n_gaps, round(spacing, 5))
assert abs(spacing - 2 * math.pi / n_gaps) < 1e-12

# %% [markdown]
# > **원 노트에서 고친 것: 1000개 구간이 아니라 1000개 점.**
# > 원 노트에는 “$-\pi$부터 $\pi$까지를 1000개 구간으로 나눈다”라고 적혀 있었다.
# > `linspace(…, 1000)`이 만드는 것은 점 ![[lab-sine-cubic.py#n_points]]개이고, 구간은 ![[lab-sine-cubic.py#n_gaps]]개이다.
# > 그래서 간격은 $2\pi$를 ![[lab-sine-cubic.py#n_gaps]](으)로 나눈 ![[lab-sine-cubic.py#spacing|.5f]]이다.
#
# ## 넘어야 할 선과 닿을 수 있는 바닥
#
# 손실은 오차 제곱의 **합**(SSE)이다. [[mean-squared-error]]처럼 표본 수로 나누지 않는다.
# 학습하기 전에 견줄 값 셋을 구해 둔다.
# 늘 0이라고 답하는 예측, 교과서에 나오는 테일러 전개 $x - x^3/6$, 그리고 최소제곱법으로 구한 가장 좋은 삼차식이다.


# %% baselines
def sse(w):
    return ((powers @ w - y) ** 2).sum()  # (1000, 4) @ (4,) -> ()


zero = torch.zeros(4, dtype=torch.float64)
taylor = torch.tensor([0, 1, 0, -1 / 6], dtype=torch.float64)
best = torch.linalg.lstsq(powers, y).solution  # (4,)
zero_sse, taylor_sse, best_sse = sse(zero).item(), sse(taylor).item(), sse(best).item()
best_b, best_d = best[1].item(), best[3].item()
assert best_sse < taylor_sse < zero_sse
# 사인은 홀함수라 짝수 차수가 없다
assert best[0].abs() < 1e-12 and best[2].abs() < 1e-12
pd.DataFrame(
    {"SSE": [zero_sse, taylor_sse, best_sse]}, index=["늘 0", "테일러 전개", "최소제곱"]
).round(3)

# %% [markdown]
# 어떤 삼차식도 SSE ![[lab-sine-cubic.py#best_sse|.3f]] 아래로는 내려가지 못한다. 이 값이 바닥이다.
# 테일러 전개는 0 근처에서는 사인과 거의 같지만 구간의 끝에서 크게 벗어나므로, 구간 전체로 채점하면 늘 0이라고 답하는 것보다 조금 나을 뿐이다.
# 가장 좋은 삼차식은 $a$와 $c$가 0이고, $b$는 ![[lab-sine-cubic.py#best_b|.4f]], $d$는 ![[lab-sine-cubic.py#best_d|.4f]]이다.
# 사인이 원점에 대칭인 홀함수라서 짝수 차수의 계수가 사라진다.
#
# ## 기울기
#
# SSE를 계수로 미분하면 [[derivative-and-chain-rule|연쇄법칙]]에서 $\nabla L = 2X^\top(Xw - y)$가 나온다.
# 손으로 쓴 이 식과 [[autograd]]의 답을 먼저 견준다.


# %% gradient
def gradient(w):
    return 2 * powers.T @ (powers @ w - y)  # (4, 1000) @ (1000,) -> (4,)


start = torch.randn(4, dtype=torch.float64, generator=rng)  # 계수의 첫값은 난수다
w = start.clone().requires_grad_()
sse(w).backward()
print("손으로 쓴 식:", [round(v, 1) for v in gradient(start).tolist()])
print("자동 미분:   ", [round(v, 1) for v in w.grad.tolist()])
assert torch.allclose(w.grad, gradient(start), rtol=1e-10)
assert torch.equal(w.detach(), start)  # backward는 계수를 바꾸지 않는다
assert gradient(start).abs().argmax() == 3  # d의 기울기가 가장 크다

# %% [markdown]
# 기울기의 크기가 계수마다 크게 다르다. $x^3$은 구간의 끝에서 ![[lab-sine-cubic.py#cube_max|.0f]]까지 커지므로 $d$의 기울기가 가장 가파르다.
# 이 차이가 아래에서 학습률을 묶는 까닭이 된다.
#
# > **바로잡음: 갱신되는 것은 기울기가 아니라 계수.**
# > 흔히 “기울기를 학습률에 미분계수를 곱한 만큼 업데이트한다”라거나 “역전파가 가중치를 업데이트한다”라고 쓴다.
# > 그러나 위에서 `backward()`를 부른 뒤에도 계수는 첫값 그대로였다.
# > 기울기는 [[backpropagation|역전파]]로 구하는 값이고, 갱신되는 것은 계수 $a, b, c, d$이다: $w \leftarrow w - \eta\,\nabla L(w)$.
#
# ## 학습
#
# 학습률 $10^{-6}$으로 2000번 갱신한다. 합을 손실로 썼으므로 기울기가 평균을 쓸 때의 ![[lab-sine-cubic.py#n_points]]배이고, 그래서 학습률이 이렇게 작다.


# %% train
def train(lr, n_steps=2000):
    w, history = start.clone(), []
    for _ in range(n_steps):
        history.append(sse(w).item())
        w = w - lr * gradient(w)
    return w, history + [sse(w).item()]


slow, slow_history = train(lr=1e-6)
start_sse, slow_sse = slow_history[0], slow_history[-1]
print(f"SSE {start_sse:.0f} -> {slow_sse:.1f}, 바닥은 {best_sse:.3f}")
assert best_sse < slow_sse < zero_sse < start_sse

# %% [markdown]
# 난수 계수의 SSE ![[lab-sine-cubic.py#start_sse|,.0f]]에서 ![[lab-sine-cubic.py#slow_sse|.1f]]까지 내려왔지만 바닥까지는 아직 멀다.
# 손실이 줄었다는 사실만으로는 학습이 끝났는지 알 수 없다. 닿을 수 있는 바닥을 알아야 한다.
#
# ## 학습률의 한계
#
# 손실이 계수의 이차식이므로 헤세 행렬은 상수 $H = 2X^\top X$이다.
# 이때 경사 하강법은 학습률이 $2/\lambda_{\max}$보다 작을 때에만 수렴한다. $\lambda_{\max}$는 $H$의 가장 큰 고윳값이다.

# %% step-limit
eigenvalues = torch.linalg.eigvalsh(2 * powers.T @ powers)  # (4,)
limit = (2 / eigenvalues.max()).item()
condition = (eigenvalues.max() / eigenvalues.min()).item()
print(f"한계 {limit:.2e}, 가장 가파른 방향과 완만한 방향의 비 {condition:.0f}")

rates = {lr: train(lr) for lr in (1e-6, 5e-6, 1e-5)}
fast, fast_history = rates[5e-6]
fast_sse, diverged = fast_history[-1], rates[1e-5][1][-1]
print({lr: round(history[-1], 4) for lr, (_, history) in rates.items()})
assert 5e-6 < limit < 1e-5
assert abs(fast_sse - best_sse) < 1e-3 and math.isnan(diverged)
assert math.isfinite(train(0.99 * limit)[1][-1]) and train(1.02 * limit)[1][-1] > start_sse

# %% [markdown]
# 한계는 ![[lab-sine-cubic.py#limit|.2e]]이다.
# 그 아래인 $5\times10^{-6}$은 SSE ![[lab-sine-cubic.py#fast_sse|.4f]](으)로 바닥에 닿고, 그 위인 $10^{-5}$은 갱신할 때마다 더 멀리 튕겨 나가 손실이 수가 아닌 값(nan)이 된다.
# 학습률을 두 배로 올렸을 뿐인데 학습이 통째로 무너진다.
#
# $10^{-6}$이 느린 까닭도 여기에 있다. 가장 가파른 방향이 완만한 방향보다 ![[lab-sine-cubic.py#condition|.0f]]배 가팔라서, 가파른 쪽에 맞춘 학습률로는 완만한 쪽이 좀처럼 움직이지 않는다.

# %% plot-rates
fig, ax = plt.subplots(num="sine-rates", figsize=(7, 3.2), layout="constrained")
for lr, (_, history) in rates.items():
    inside = [v if v < 1e7 else math.nan for v in history]  # 발산한 뒤는 그리지 않는다
    ax.plot(inside, label=f"학습률 {lr:.0e}")
ax.axhline(best_sse, color="0.5", linestyle="--", label="바닥 (최소제곱)")
ax.set(
    title="학습 곡선",
    xlabel="갱신 횟수",
    ylabel="SSE (로그 눈금)",
    yscale="log",
    ylim=(1, 1e7),
)
ax.legend()

# %% [markdown]
# ## 결과

# %% plot-fit
fig, ax = plt.subplots(num="sine-fit", figsize=(7, 3.6), layout="constrained")
ax.plot(x, y, "k", label="사인")
ax.plot(x, powers @ start, ":", color="0.5", label="난수 계수")
ax.plot(x, powers @ slow, "C1", label="학습률 1e-6, 2000번")
ax.plot(x, powers @ fast, "C0", label="학습률 5e-6, 2000번")
ax.plot(x, powers @ best, "--", color="C2", label="최소제곱")
ax.set(title="사인과 삼차식들", xlabel="x", ylabel="y", ylim=(-2, 2))
ax.legend(ncols=2)

# %% check
rmse = math.sqrt(fast_sse / n_points)
far = torch.tensor([2 * math.pi], dtype=torch.float64)  # 배우지 않은 곳
far_prediction = (torch.stack([far**k for k in range(4)], dim=1) @ fast).item()
print(f"구간 안 RMSE {rmse:.3f}, 2 pi에서의 예측 {far_prediction:.1f} (참값 0)")
assert torch.allclose(fast, best, atol=1e-3) and rmse < 0.1 and far_prediction < -10
columns = {"첫값": start, "학습률 1e-6": slow, "학습률 5e-6": fast, "최소제곱": best}
pd.DataFrame(columns, index=list("abcd")).round(4) + 0.0  # -0을 0으로

# %% [markdown]
# 학습률 $5\times10^{-6}$으로 찾은 계수는 [[linear-regression|최소제곱]]의 답과 0.001 안에서 같고, 그림에서 두 곡선은 겹친다.
# 구간 안에서 제곱 평균 오차의 제곱근(RMSE)은 ![[lab-sine-cubic.py#rmse|.3f]]이다.
#
# 그러나 이 식이 사인을 안 것은 아니다.
# 배운 구간을 벗어난 $x = 2\pi$에서 참값은 0인데 예측은 ![[lab-sine-cubic.py#far_prediction|.1f]]이다.
# 모델은 본 구간에서 손실을 줄였을 뿐이고, 그 바깥은 삼차식의 모양이 정한다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답은 모두 실행해 얻은 것이다.
#
# - $x$를 $\pi$로 나누어 $-1$에서 $1$ 사이로 맞추면 방향마다 다른 가파름이 얼마나 고르게 되는가.
#   답: 가장 가파른 방향과 완만한 방향의 비가 ![[sine_answers.py#raw|.0f]]에서 ![[sine_answers.py#scaled|.0f]](으)로 준다.
# - 같은 문제를 [[adam|Adam]]으로 풀면 학습률을 얼마까지 올릴 수 있는가. [[hyperparameters|하이퍼파라미터]]를 고르는 연습이 된다.
#   답: 2000걸음 뒤 가장 나쁜 시드의 SSE가 학습률 0.001에서 ![[sine_answers.py#adam_slow|.0f]], 0.01에서 ![[sine_answers.py#adam_fine|.2f]], 0.1에서 ![[sine_answers.py#adam_fast|.2f]]이다. 바닥은 ![[sine_answers.py#cubic|.2f]]이다. 1에서는 다섯 시드 모두 1000걸음 안에 바닥에 닿지만, 그 뒤에 ![[sine_answers.py#spike|,.0f]] 넘게 튀어 오른다. 마지막 값 하나만 보고 괜찮다고 하면 안 된다.
# - 오차의 합 대신 평균을 쓰면 한계 학습률은 몇 배가 되는가. [[mean-squared-error]]에 답이 있다.
#   답: 기울기가 표본의 수만큼 작아지므로 한계는 ![[sine_answers.py#times|,.0f]]배인 ![[sine_answers.py#limit_mean|.1e]]이다.
# - 오차식으로 바꾸면 바닥은 어디까지 내려가고, $2\pi$에서는 나아지는가.
#   답: 바닥은 ![[sine_answers.py#fifth|.3f]]까지 내려가지만, $2\pi$에서는 ![[sine_answers.py#fifth_far|.1f]](으)로 삼차식보다 더 벗어난다. 구간 안에서 잘 맞는 것이 바깥을 보장하지 않는다.
