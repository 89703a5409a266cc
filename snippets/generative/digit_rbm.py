"""손글씨 숫자로 배운 RBM, 대조 발산 한 걸음짜리."""

import numpy as np
from sklearn.datasets import load_digits

images, labels = load_digits(return_X_y=True)
images = images / 16  # (1797, 64), 0부터 1


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class RBM:
    """가시층과 은닉층을 잇는 가중치와 편향."""

    def __init__(self, n_visible, n_hidden, seed=0):
        self.rng = np.random.default_rng(seed)
        self.W = self.rng.normal(0, 0.05, (n_visible, n_hidden))
        self.a, self.b = np.zeros(n_visible), np.zeros(n_hidden)

    def hidden(self, v):
        return sigmoid(v @ self.W + self.b)  # (N, 은닉)

    def visible(self, h):
        return sigmoid(h @ self.W.T + self.a)  # (N, 가시)

    def flip(self, p):
        return (self.rng.random(p.shape) < p).astype(float)

    def fit(self, data, n_epochs=20, lr=0.1):
        """Train with CD-1; the reconstruction error of each epoch."""
        errors = []
        for _ in range(n_epochs):
            total = 0.0
            for batch in np.array_split(self.rng.permutation(data), len(data) // 20):
                on = self.hidden(batch)
                dream = self.visible(self.flip(on))
                on_dream = self.hidden(dream)
                self.W += lr * (batch.T @ on - dream.T @ on_dream) / len(batch)
                self.a += lr * (batch - dream).mean(0)
                self.b += lr * (on - on_dream).mean(0)
                total += ((batch - dream) ** 2).sum()
            errors.append(total / data.size)
        return errors
