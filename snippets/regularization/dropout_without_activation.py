"""활성화 없는 드롭아웃: 선형층 사이에 드롭아웃만 끼우면 예측할 때는 선형층 하나와 같다.

주장: eval 모드에서 fc1-드롭아웃-fc2-fc3은 아핀 변환 하나와 같다(허용 오차 1e-5).
출처: FashionMNIST 합성곱 실습 노트
"""

# %% setup
import torch
from torch import nn

torch.manual_seed(0)
fc1, fc2, fc3 = nn.Linear(64 * 6 * 6, 600), nn.Linear(600, 120), nn.Linear(120, 10)
stack = nn.Sequential(fc1, nn.Dropout(0.25), fc2, fc3).eval()

# %% collapse
with torch.no_grad():
    one = nn.Linear(64 * 6 * 6, 10)
    one.weight.copy_(fc3.weight @ fc2.weight @ fc1.weight)  # (10, 2304)
    one.bias.copy_(stack(torch.zeros(1, 64 * 6 * 6))[0])  # 0을 넣으면 편향만 남는다
    x = torch.randn(100, 64 * 6 * 6)
    error = (stack(x) - one(x)).abs().max().item()
n_stack, n_one = (sum(p.numel() for p in net.parameters()) for net in (stack, one))
print(f"차이 {error:.0e}, 파라미터 {n_stack:,}개가 {n_one:,}개의 일을 한다")
assert error < 1e-5

# %% with-relu
with_relu = nn.Sequential(fc1, nn.ReLU(), nn.Dropout(0.25), fc2, nn.ReLU(), fc3).eval()
bend = (with_relu(x) + with_relu(-x) - 2 * with_relu(0 * x)).abs().max().item()
flat = (stack(x) + stack(-x) - 2 * stack(0 * x)).abs().max().item()
print(f"직선에서 벗어난 정도: 활성화 없이 {flat:.0e}, 렐루와 함께 {bend:.2f}")
assert flat < 1e-5 < 0.1 < bend
