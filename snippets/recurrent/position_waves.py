"""사인으로 적은 자리: 자리마다 다르고, 두 자리의 내적은 그 사이의 거리만으로 정해진다.

주장: 1,000자리의 위치 인코딩이 서로 다르고, 내적은 거리만의 함수이며, 몇 칸 옮기는 일은 자리와
    상관없이 같은 행렬을 곱하는 일이다. 배우는 수가 없어 처음 보는 길이에도 쓸 수 있다.
출처: Vaswani et al. (2017) 3.5절
"""

# %% setup
import matplotlib.pyplot as plt
import torch

d = 32
waves = 10000 ** (-torch.arange(0, d, 2, dtype=torch.float64) / d)  # (16,) 빠른 것부터


# %% waves
def place(t):
    angle = t[:, None] * waves  # (L, 16)
    return torch.stack([angle.sin(), angle.cos()], 2).flatten(1)  # (L, 32)


t = torch.arange(1000, dtype=torch.float64)
p = place(t)
apart = torch.pdist(p)
nearest_gap = apart.min().item()
print(f"가장 닮은 두 자리의 거리 {nearest_gap:.2f}")
assert p.shape == (1000, d) and nearest_gap > 0.1
assert torch.allclose(p.norm(dim=1), torch.tensor((d / 2) ** 0.5).double())

# %% distance
dots = p @ p.T  # (1000, 1000)
by_distance = torch.cos(t[:, None] * waves).sum(1)  # 거리만 넣고 센 것
gap = (dots - by_distance[(t[:, None] - t).abs().long()]).abs().max().item()
step_gap = (p[1:] - p[:-1]).norm(dim=1)
print(f"거리로 센 내적과의 차이 {gap:.0e}")
assert gap < 1e-9 and (step_gap - step_gap[0]).abs().max() < 1e-9  # 이웃의 거리는 어디서나 같다

# %% shift
# 다섯 칸 옮기는 일은 사인과 코사인의 쌍을 저마다 정해진 각도로 돌리는 일이다.
cos, sin = (5 * waves).cos(), (5 * waves).sin()
turns = torch.stack([torch.stack([cos, -sin], 1), torch.stack([sin, cos], 1)], 1)  # (16, 2, 2)
turned = p[:-5] @ torch.block_diag(*turns)  # (995, 32)
shift_gap = (turned - p[5:]).abs().max().item()
print(f"돌린 것과 다섯 칸 뒤의 차이 {shift_gap:.0e}")
assert shift_gap < 1e-9

# %% plot
fig, axes = plt.subplots(1, 2, num="position-waves", figsize=(7.5, 3), layout="constrained")
axes[0].imshow(p[:64].T, aspect="auto", vmin=-1, vmax=1)
axes[0].grid(False)
axes[0].set(title="위치 인코딩", xlabel="자리", ylabel="특성")
axes[1].plot(range(-50, 51), dots[500, 450:551])
axes[1].set(title="500번째 자리와의 내적", xlabel="떨어진 칸", ylabel="내적")
