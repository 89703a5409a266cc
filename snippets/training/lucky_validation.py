"""운 좋은 검증 점수: 많이 시도해서 고른 점수는 부풀려진다.

주장: 동전을 던져 답하는 모델 가운데 검증 점수가 가장 높은 것을 고르면
    검증 점수는 절반을 훌쩍 넘고, 시험 점수는 절반으로 돌아온다.
출처: Cawley & Talbot (2010)
"""

# %% setup
import numpy as np

rng = np.random.default_rng(0)
n_models, n_valid, n_test = 200, 100, 10000

# %% coin-flips
# 모델 200개가 아무렇게나 답한다.
answers = rng.integers(0, 2, n_valid + n_test)
guesses = rng.integers(0, 2, (n_models, n_valid + n_test))
right = guesses == answers
valid_scores, test_scores = right[:, :n_valid].mean(1), right[:, n_valid:].mean(1)
chosen = valid_scores.argmax()
lucky_valid, lucky_test = float(valid_scores[chosen]), float(test_scores[chosen])
print(f"고른 모델: 검증 {lucky_valid:.2f}, 시험 {lucky_test:.2f}")
assert lucky_valid > 0.6 and abs(lucky_test - 0.5) < 0.02
