"""떠다니는 숫자: 0~5로 사전 훈련하고 6~9로 옮겨 쓰는 실험의 데이터."""

import torch
from sklearn.datasets import load_digits

CANVAS = 12
N_SOURCE = 6
"""사전 훈련에 쓰는 클래스의 수: 0, 1, 2, 3, 4, 5."""


def place(images, generator):
    """Put each 8x8 digit somewhere on a noisy 12x12 canvas; (N, 1, 12, 12)."""
    canvas = torch.rand(len(images), 1, CANVAS, CANVAS, generator=generator) * 0.3
    spots = torch.randint(0, CANVAS - 7, (len(images), 2), generator=generator)
    for picture, image, (top, left) in zip(canvas, images, spots.tolist()):
        picture[0, top : top + 8, left : left + 8] += image
    return canvas


digits = load_digits()
images = torch.tensor(digits.images / 16, dtype=torch.float32)  # (1797, 8, 8)
labels = torch.tensor(digits.target)
is_source = labels < N_SOURCE
_generator = torch.Generator().manual_seed(0)
# 사전 훈련용 숫자는 네 번씩 다른 자리에 놓는다.
source_y = labels[is_source].repeat(4)
source_X = place(images[is_source].repeat(4, 1, 1), _generator)
_order = torch.randperm(len(source_y), generator=_generator)
source_X, source_y = source_X[_order], source_y[_order]
source, source_test = (source_X[:3900], source_y[:3900]), (source_X[3900:], source_y[3900:])
# 옮겨 갈 숫자: 앞의 300장은 시험, 나머지에서 레이블을 조금만 쓴다.
target_X, target_y = place(images[~is_source], _generator), labels[~is_source] - N_SOURCE
test, pool = (target_X[:300], target_y[:300]), (target_X[300:], target_y[300:])


def pick(y, per_class, seed):
    """Indices of per_class examples of each class, chosen by the seed."""
    generator = torch.Generator().manual_seed(seed)
    chosen = []
    for c in range(int(y.max()) + 1):
        (members,) = (y == c).nonzero(as_tuple=True)
        chosen.append(members[torch.randperm(len(members), generator=generator)[:per_class]])
    return torch.cat(chosen)
