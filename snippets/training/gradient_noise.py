"""기울기의 흔들림: 배치를 16배로 키워도 흔들림은 4분의 1로만 준다.

주장: 배치에서 구한 기울기의 표준편차는 배치 크기의 제곱근에 반비례한다(허용 오차 10%).
출처: sklearn diabetes(Efron 외, 2004); Goodfellow et al. (2016) 8.1.3절
"""

# %% setup
import torch
from sklearn.datasets import load_diabetes
from sklearn.preprocessing import scale

torch.manual_seed(0)
patients = load_diabetes()
X = torch.tensor(scale(patients.data[:, [2, 8]]), dtype=torch.float32)  # (442, 2)
y = torch.tensor(scale(patients.target), dtype=torch.float32)  # (442,)
best = torch.linalg.lstsq(X, y[:, None]).solution[:, 0]  # (2,)

# %% noise
# 최솟점에서 잰다. 전체 기울기가 0이므로 남는 것은 흔들림뿐이다.
spread = {}
for size in (1, 4, 16, 64):
    draws = []
    for _ in range(2000):
        rows = torch.randint(len(X), (size,))  # 아무 표본이나 size개
        draws.append(2 * X[rows].T @ (X[rows] @ best - y[rows]) / size)  # (2,)
    spread[size] = torch.stack(draws).std(0).norm().item()
    print(f"배치 {size}: 기울기의 표준편차 {spread[size]:.2f}")
ratio = spread[4] / spread[64]
assert abs(ratio - 4) < 0.4 and abs(spread[1] / spread[16] - 4) < 0.4
