"""첫 화면: 가중치 하나를 스무 걸음 고친다.

주장: 손실 (w - 3)^2을 학습률 0.1로 스무 걸음 줄이면 9에서 0.002보다 작아진다.
출처: 매듭
"""

# %% learn
w, losses = 0.0, []
for step in range(20):
    losses.append((w - 3) ** 2)
    w -= 0.1 * 2 * (w - 3)
first, last = losses[0], losses[-1]
print(f"{first:.0f} → {last:.4f}")

# %% check
assert first == 9 and last < 0.002
