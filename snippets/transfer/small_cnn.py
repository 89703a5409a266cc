"""떠다니는 숫자를 배우는 작은 신경망: 백본, 학습, 채점, 사전 훈련."""

import torch
import torch.nn.functional as F
from moving_digits import N_SOURCE, source
from torch import nn


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
    optimizer = torch.optim.Adam(parameters or model.parameters(), lr=lr, fused=True)
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
    fit(model, source[0], y, n_steps=150, batch_size=64)
    return body.eval(), head
