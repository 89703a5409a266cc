"""전치 합성곱: 합성곱을 나타낸 행렬의 전치를 곱한다. 역연산이 아니다.

주장: <Cx, y> = <x, C^T y>가 성립하고, 모양은 돌아오지만 값은 돌아오지 않는다.
    커널이 스트라이드로 나누어떨어지지 않으면 격자무늬가 생긴다.
출처: Dumoulin & Visin (2016); Odena, Dumoulin & Olah (2016); PyTorch 문서 ConvTranspose2d
"""

# %% setup
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

torch.manual_seed(0)

# %% adjoint
kernel = torch.randn(1, 1, 3, 3)
x, y = torch.randn(1, 1, 7, 7), torch.randn(1, 1, 3, 3)
Cx = F.conv2d(x, kernel, stride=2)  # (1, 1, 3, 3)
Cty = F.conv_transpose2d(y, kernel, stride=2)  # (1, 1, 7, 7)
left, right = (Cx * y).sum().item(), (x * Cty).sum().item()
print(f"{left:.4f} {right:.4f}")
assert abs(left - right) < 1e-4

# %% not-inverse
back = F.conv_transpose2d(Cx, kernel, stride=2)  # (1, 1, 7, 7)
not_back = ((back - x).norm() / x.norm()).item()
print(tuple(Cx.shape), "->", tuple(back.shape), f"차이 {not_back:.1f}배")
assert back.shape == x.shape and not_back > 0.5

# %% gradient
# 합성곱의 역전파가 곧 전치 합성곱이다.
x.requires_grad_()
F.conv2d(x, kernel, stride=2).backward(y)
assert torch.allclose(x.grad, Cty, atol=1e-5)

# %% by-hand
# 값마다 커널을 곱해 찍고, 겹치면 더한다.
stamped = torch.zeros(7, 7)
for i in range(3):
    for j in range(3):
        stamp = y[0, 0, i, j] * kernel[0, 0]  # (3, 3)
        stamped[2 * i : 2 * i + 3, 2 * j : 2 * j + 3] += stamp
assert torch.allclose(stamped, Cty[0, 0], atol=1e-5)

# %% overlap
flat = torch.ones(1, 1, 6, 6)
counts = {k: F.conv_transpose2d(flat, torch.ones(1, 1, k, k), stride=2)[0, 0] for k in (3, 2)}
uneven, even = (sorted({int(v) for v in counts[k].flatten()}) for k in (3, 2))
print("커널 3:", uneven, " 커널 2:", even)
assert uneven == [1, 2, 4] and even == [1]

# %% overlap-plot
figure = {"num": "checkerboard", "figsize": (6, 3), "layout": "constrained"}
fig, axes = plt.subplots(1, 2, **figure)
for ax, (k, count) in zip(axes, counts.items()):
    image = ax.imshow(count, vmin=0, vmax=4)
    ax.set(title=f"커널 {k}, 스트라이드 2", xticks=[], yticks=[])
fig.colorbar(image, ax=axes, label="겹친 횟수", ticks=[0, 1, 2, 4], shrink=0.8)
