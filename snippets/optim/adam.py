"""Adam: 모멘텀의 방향을 RMSprop의 크기로 나누고, 두 평균의 처음 치우침을 고친다.

주장: 직접 쓴 갱신은 torch.optim.Adam과 값이 같다(허용 오차 1e-5).
    첫걸음의 크기는 기울기의 크기와 상관없이 학습률이다.
    치우침을 고치지 않으면 첫걸음은 학습률의 약 3.16배로, 작아지지 않고 커진다.
출처: Kingma & Ba (2015); Dozat (2016); PyTorch 문서 Adam, NAdam
"""

# %% setup
import math

import torch
from valley import START, gradient, torch_path

Adam, NAdam = torch.optim.Adam, torch.optim.NAdam


# %% by-hand
def adam_path(lr, n_steps, b1=0.9, b2=0.999, eps=1e-8):
    w, m, v = START.clone(), torch.zeros(2), torch.zeros(2)
    path = [w]
    for t in range(1, n_steps + 1):
        g = gradient(w)
        m = b1 * m + (1 - b1) * g  # 기울기의 이동 평균: 방향
        v = b2 * v + (1 - b2) * g**2  # 기울기 제곱의 이동 평균: 크기
        m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)  # 처음의 치우침
        w = w - lr * m_hat / (v_hat.sqrt() + eps)
        path.append(w)
    return torch.stack(path)  # (n_steps + 1, 2)


# %% same
ours, theirs = adam_path(0.3, 20), torch_path(Adam, 20, lr=0.3)
print([round(v, 3) for v in ours[-1].tolist()])
assert torch.allclose(ours, theirs, atol=1e-5)


# %% first-step
def first_step(rule, scale, lr=0.1):
    start = torch.zeros(2)
    line = torch_path(rule, 1, lambda w: scale * w.sum(), start, lr=lr)
    return (line[0] - line[1])[0].item()


for scale in (1e-3, 1.0, 1e3):
    sgd, adam = (first_step(rule, scale) for rule in (torch.optim.SGD, Adam))
    print(f"기울기 {scale:g}: SGD {sgd:.4g}, Adam {adam:.4f}")
    assert abs(adam - 0.1) < 1e-4

# %% no-correction
# 고치지 않으면 m은 0.1배, sqrt(v)는 sqrt(0.001)배다. 나누는 쪽이 더 많이 작아진다.
uncorrected = (1 - 0.9) / math.sqrt(1 - 0.999)
print(f"{uncorrected:.2f}배")
assert abs(uncorrected - math.sqrt(10)) < 1e-9

# %% nadam
adam_first, nadam_first = first_step(Adam, 1.0), first_step(NAdam, 1.0)
print(f"Adam {adam_first:.4f}, NAdam {nadam_first:.4f}")
assert abs(adam_first - 0.1) < 1e-4 and abs(nadam_first - 0.1056) < 1e-4
