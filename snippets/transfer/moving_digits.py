"""떠다니는 숫자: 0~5로 사전 훈련하고 6~9로 옮겨 쓰는 실험의 데이터와 작은 신경망."""

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

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
# 옮겨 갈 숫자: 앞의 300장은 시험, 나머지에서 이름표를 조금만 쓴다.
target_X, target_y = place(images[~is_source], _generator), labels[~is_source] - N_SOURCE
test, pool = (target_X[:300], target_y[:300]), (target_X[300:], target_y[300:])


def settle_norms(body):
    """Let an untrained body collect batch statistics of the source pictures; in eval mode."""
    body.train()
    with torch.no_grad():
        for chunk in source[0][:1280].split(64):
            body(chunk)
    return body.eval()


def conv_block(c_in, c_out):
    return nn.Sequential(nn.Conv2d(c_in, c_out, 3, padding=1), nn.BatchNorm2d(c_out), nn.ReLU())


def make_body():
    """Return the feature extractor: (N, 1, 12, 12) to (N, 32), for any canvas size."""
    return nn.Sequential(
        conv_block(1, 8),
        nn.MaxPool2d(2),
        conv_block(8, 16),
        nn.MaxPool2d(2),
        conv_block(16, 32),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
    )


def fit(model, X, y, n_steps, parameters=None, lr=0.01, batch_size=32):
    """Train in place, in the modes the layers are in; the learning rate falls in a line to zero."""
    optimizer = torch.optim.Adam(parameters or model.parameters(), lr=lr)
    decay = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.02, total_iters=n_steps)
    for _ in range(n_steps):
        batch = torch.randperm(len(X))[:batch_size]
        loss = F.cross_entropy(model(X[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        decay.step()
    return model


def score(model, X, y):
    """Accuracy in eval mode; the modes are put back afterwards."""
    modes = {module: module.training for module in model.modules()}
    model.eval()
    with torch.no_grad():
        accuracy = (model(X).argmax(1) == y).float().mean().item()
    for module, mode in modes.items():
        module.training = mode
    return accuracy


def pretrain(y=source[1], seed=0):
    """Learn the digits 0 to 5 with the labels y; the body and its head, both in eval mode."""
    torch.manual_seed(seed)
    body, head = make_body(), nn.Linear(32, N_SOURCE)
    model = nn.Sequential(body, head)
    fit(model, source[0], y, n_steps=220, batch_size=64)
    return body.eval(), head


def pick(y, per_class, seed):
    """Indices of per_class examples of each class, chosen by the seed."""
    generator = torch.Generator().manual_seed(seed)
    chosen = []
    for c in range(int(y.max()) + 1):
        (members,) = (y == c).nonzero(as_tuple=True)
        chosen.append(members[torch.randperm(len(members), generator=generator)[:per_class]])
    return torch.cat(chosen)
