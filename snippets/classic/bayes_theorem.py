"""베이즈 정리: 드문 병에서는 검사의 양성도 대개 헛것이다.

주장: 천 명에 열 명이 앓는 병을 재현율 0.9, 위양성률 0.09인 검사로 찾으면 양성의 9%만 앓는다. 백만
    명을 뽑아 센 다섯 시드의 몫이 모두 0.5%p 안에서 식과 같다.
출처: Gigerenzer & Hoffrage (1995)의 예; 매듭의 실험
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np

recall, false_alarm, prior = 0.9, 0.09, 0.01


# %% rule
def posterior(prior, recall, false_alarm):
    ill, well = prior * recall, (1 - prior) * false_alarm  # 앓고 양성, 앓지 않고 양성
    return ill / (ill + well)


after_one = posterior(prior, recall, false_alarm)
after_two = posterior(after_one, recall, false_alarm)  # 앞의 답이 다음의 시작이 된다
common = posterior(0.5, recall, false_alarm)
print(f"한 번 양성 {after_one:.1%}, 두 번 양성 {after_two:.1%}, 반이 앓는 곳 {common:.1%}")

# %% count
people = 1000
ill_positive = people * prior * recall
well_positive = people * (1 - prior) * false_alarm
print(f"{people}명 가운데 양성: 앓는 {ill_positive:.0f}명, 앓지 않는 {well_positive:.0f}명")
assert abs(ill_positive / (ill_positive + well_positive) - after_one) < 1e-12


# %% simulate
def simulate(seed, n=1_000_000):
    rng = np.random.default_rng(seed)
    ill = rng.random(n) < prior
    first, second = (rng.random(n) < np.where(ill, recall, false_alarm) for _ in range(2))
    return ill[first].mean(), ill[first & second].mean()


runs = np.array([simulate(seed) for seed in range(5)])  # (5, 2)
gap = float(np.abs(runs - [after_one, after_two]).max())
print(f"다섯 번 센 몫과 식의 가장 큰 차이 {gap:.2%}")
assert np.abs(runs[:, 0] - after_one).max() < 0.005 and gap < 0.02

# %% plot
fig, ax = plt.subplots(num="prior-to-posterior", figsize=(6.5, 3.2), layout="constrained")
priors = np.linspace(0.001, 0.999, 400)
for times, style in ((1, "C0-"), (2, "C1--")):
    belief = priors
    for _ in range(times):
        belief = posterior(belief, recall, false_alarm)
    ax.plot(priors, belief, style, label=f"양성 {times}번")
ax.plot([0, 1], [0, 1], "k:", lw=1, label="검사 전")
ax.plot(prior, after_one, "C0o")
ax.set(title="검사 전의 몫과 검사 뒤의 믿음", xlabel="앓는 사람의 몫", ylabel="앓을 확률")
ax.legend()
