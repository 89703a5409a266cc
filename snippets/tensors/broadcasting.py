"""브로드캐스팅: 길이가 1이거나 없는 축은 상대에 맞추어 늘어난 것으로 본다.

주장: (3, 1, 1) 가중치는 (3, 5, 5)에도 (2, 3, 5, 5)에도 곱해지고 einsum과 같다(허용 오차 1e-6).
    (3,) 가중치를 (3, 3, 3)에 곱하면 오류 없이 엉뚱한 축에 곱해진다.
출처: 파이토치 학습 절차 노트; PyTorch 문서 Broadcasting semantics; ITU-R BT.709, BT.601
"""

# %% setup
import cv2
import numpy as np
import torch

torch.manual_seed(0)
img = torch.rand(3, 5, 5)  # (C, H, W)
batch = torch.rand(2, 3, 5, 5)  # (N, C, H, W)
weights = torch.tensor([0.2126, 0.7152, 0.0722])  # 빨강, 초록, 파랑이 밝기에서 차지하는 비율
assert abs(weights.sum().item() - 1) < 1e-6

# %% unsqueeze
w = weights.unsqueeze(-1).unsqueeze(-1)  # (3,) -> (3, 1) -> (3, 1, 1)
w_shape = tuple(w.shape)
print(w_shape)
assert torch.equal(w, weights[:, None, None])
assert torch.equal(w.squeeze(), weights)  # 길이 1인 축을 도로 없앤다

# %% luma
gray = (img * w).sum(dim=-3)  # (3, 5, 5) * (3, 1, 1) -> (3, 5, 5) -> (5, 5)
grays = (batch * w).sum(dim=-3)  # (2, 3, 5, 5) * (3, 1, 1) -> (2, 3, 5, 5) -> (2, 5, 5)
print(tuple(gray.shape), tuple(grays.shape))
assert torch.allclose(gray, torch.einsum("chw,c->hw", img, weights), atol=1e-6)
assert torch.allclose(grays, torch.einsum("nchw,c->nhw", batch, weights), atol=1e-6)

# %% rule
pairs = [((3, 5, 5), (3, 1, 1)), ((2, 3, 5, 5), (3, 1, 1))]
for a, b in [*pairs, ((4, 1), (3,)), ((3, 5, 5), (3,))]:
    try:
        print(a, b, "->", tuple(torch.broadcast_shapes(a, b)))
    except RuntimeError as e:
        print(a, b, "->", type(e).__name__)
        refused = (a, b)
assert refused == ((3, 5, 5), (3,))  # 뒤에서 맞추면 5와 3이 만난다

# %% silent
# 높이, 너비가 우연히 3이면 오류가 나지 않는다. 채널이 아니라 너비에 곱해진다.
tiny = torch.ones(3, 3, 3)  # (C, H, W)
wrong = (tiny * weights)[:, 0, 0]  # 채널마다 다른 값이어야 할 자리
right = (tiny * w)[:, 0, 0]
print(wrong, right)
assert torch.equal(right, weights) and not torch.equal(wrong, weights)

# %% no-copy
big = w.expand(3, 400, 600)  # (3, 1, 1) -> (3, 400, 600)
# 건너뛰는 칸이 0: 같은 값을 되풀이해 읽는다
print(big.stride(), big.data_ptr() == w.data_ptr())
assert big.stride()[1:] == (0, 0) and big.data_ptr() == w.data_ptr()
try:
    big.add_(1)
except RuntimeError as e:
    inplace_error = str(e).split(".")[0]
    print(inplace_error)
assert "more than one element" in inplace_error

# %% two-standards
pixel = torch.tensor([10.0, 200.0, 30.0])
bt709 = round((pixel * weights).sum().item())
bt601 = int(cv2.cvtColor(np.uint8([[[10, 200, 30]]]), cv2.COLOR_RGB2GRAY)[0, 0])
print(bt709, bt601)
assert (bt709, bt601) == (147, 124)
assert bt601 == round((pixel * torch.tensor([0.299, 0.587, 0.114])).sum().item())

# %% typos
try:
    compile("torch.tensor([0.2126 0.7152, 0.0722])", "note", "eval")
except SyntaxError as e:
    comma_error = e.msg
try:
    weights.unsqueez(-1)
except AttributeError as e:
    name_error = str(e)
print(comma_error, name_error, sep="\n")
assert "forgot a comma" in comma_error and "unsqueez" in name_error
