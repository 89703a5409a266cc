"""크로스 엔트로피는 놀람의 평균이고, 정답의 엔트로피 밑으로 내려가지 않는다.

주장: 어떤 예측의 크로스 엔트로피도 정답의 엔트로피보다 작지 않고, 정답과 같은 예측에서 가장 작다.
    열 클래스의 레이블 20%가 아무렇게나 틀렸다면, 가장 좋은 예측의 평균 손실도 0이 아니다.
출처: 매듭의 실험
"""

# %% setup
import numpy as np

rng = np.random.default_rng(0)


# %% surprise
def cross(p, q):
    return -(p * np.log2(q)).sum()  # 비트


p = np.array([0.5, 0.25, 0.25])  # 정답의 확률
q = np.full(3, 1 / 3)  # 고르게 찍는 예측
entropy, even = cross(p, p), cross(p, q)
print(f"정답을 아는 예측 {entropy:.2f}비트, 고르게 찍는 예측 {even:.2f}비트")
assert entropy == p @ [1, 2, 2]  # 0, 10, 11로 적을 때의 평균 길이

# %% floor
steps = np.arange(1, 100) / 100
grid = [(a, b, 1 - a - b) for a in steps for b in steps if a + b < 0.995]
losses = [cross(p, np.array(g)) for g in grid]
n_guesses, best = len(grid), grid[int(np.argmin(losses))]
print(f"예측 {n_guesses:,}가지 가운데 가장 나은 것 {np.round(best, 2)}")
assert min(losses) >= entropy - 1e-9 and np.allclose(best, p)

# %% noisy
wrong = 0.2  # 레이블이 틀린 비율
right_part, wrong_part = np.log(1 - wrong), np.log(wrong / 9)
noisy_floor = -((1 - wrong) * right_part + wrong * wrong_part)
is_wrong = rng.random(200_000) < wrong
counted = -np.where(is_wrong, wrong_part, right_part).mean()
print(f"셈 {noisy_floor:.3f}, 레이블을 뽑아 센 것 {counted:.3f}")
assert abs(noisy_floor - counted) < 0.01
