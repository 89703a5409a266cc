"""사진 한 장으로 한 걸음을 배운 실습의 물음에 답한다.

주장: 커피를 1번, 우주인을 0번으로 두 장만 배운 신경망도 처음 보는 사진에 0번이나 1번이라고 답한다
    (시드 다섯). 픽셀을 줄이지 않으면 직선이 0에 닿는 학습률이 시드마다 100배 넘게 작다.
출처: 매듭의 실험 (scikit-image에 든 사진)
"""

# /// script
# [tool.maedeup]
# timeout_s = 300
# ///

# %% setup
import cv2
import torch
from skimage import data
from torch import nn
from torch.nn.functional import cross_entropy

n_seeds = 5
photos = [data.coffee(), data.astronaut(), data.chelsea(), data.rocket()]
photos += [data.immunohistochemistry(), data.retina()]
small = [torch.from_numpy(cv2.resize(p, (224, 224))).permute(2, 0, 1) for p in photos]
raw = torch.stack(small).float()  # (6, 3, 224, 224)
x, answers = raw / 255, torch.tensor([1, 0])


def make(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Conv2d(3, 16, 3), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 222 * 222, 10)
    )


# %% two-photos
def learn(seed):
    """처음 보는 사진 넷의 답과 그 확률."""
    model = make(seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-5)
    for _ in range(12):
        optimizer.zero_grad()
        cross_entropy(model(x[:2]), answers).backward()
        optimizer.step()
    with torch.no_grad():
        p = model(x).softmax(1)
    return p[:2].argmax(1).tolist(), p[2:].argmax(1).tolist(), p[2:].amax(1).mean().item()


runs = [learn(s) for s in range(n_seeds)]
print(runs)
n_learnt = sum(known == [1, 0] for known, _, _ in runs)
others = [answer for _, row, _ in runs for answer in row]
n_others, n_zero, n_one = len(others), others.count(0), others.count(1)
n_same = sum(len(set(row)) == 1 for _, row, _ in runs)
assert set(others) <= {0, 1}


# %% raw
def limit(inputs, seed):
    """손실을 기울기의 제곱합으로 나눈 것. 직선이 0에 닿는 학습률이다."""
    model = make(seed)
    loss = cross_entropy(model(inputs), torch.tensor([1]))
    loss.backward()
    return loss.item() / sum(p.grad.square().sum().item() for p in model.parameters())


limits = [(limit(x[:1], s), limit(raw[:1], s)) for s in range(n_seeds)]
scaled_limit, raw_limit = limits[0]
times = [a / b for a, b in limits]
least, most = min(times), max(times)
print(f"시드 0: {scaled_limit:.1e}에서 {raw_limit:.1e}, {least:,.0f}배에서 {most:,.0f}배까지")
assert least > 100
