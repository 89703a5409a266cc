"""다층 퍼셉트론: 선형층과 활성화 함수를 번갈아 쌓은 신경망.

주장: 784-64-10의 파라미터는 50,890개다. 손으로 쓴 순전파가 sklearn의 MLPClassifier와 같다.
    픽셀을 섞고 첫 층의 가중치도 같이 섞으면 출력이 같으므로, 이 신경망에는 픽셀의 자리라는 것이
    없다.
출처: Rumelhart, Hinton & Williams (1986); sklearn digits
"""

# %% setup
import numpy as np
import torch
from scipy.special import softmax
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from torch import nn

torch.manual_seed(0)

# %% model
model = nn.Sequential(
    nn.Flatten(),  # (B, 1, 28, 28) -> (B, 784)
    nn.Linear(784, 64),  # (B, 784) -> (B, 64)
    nn.ReLU(),
    nn.Linear(64, 10),  # (B, 64) -> (B, 10)
)
n_params = sum(p.numel() for p in model.parameters())
print(tuple(model(torch.zeros(5, 1, 28, 28)).shape), f"{n_params:,}")
assert n_params == (784 * 64 + 64) + (64 * 10 + 10) == 50_890

# %% forward
X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X / 16, y, random_state=0, stratify=y)
mlp = MLPClassifier((64,), random_state=0, learning_rate_init=0.01, tol=1e-3)
mlp.fit(X_train, y_train)  # 입력 64, 은닉 64, 출력 10
(W1, W2), (b1, b2) = mlp.coefs_, mlp.intercepts_
h = np.maximum(0, X_test @ W1 + b1)  # (450, 64) 은닉층
p = softmax(h @ W2 + b2, axis=1)  # (450, 10) 출력층
accuracy = float((p.argmax(axis=1) == y_test).mean())
print(f"시험 정확도 {accuracy:.3f}")
assert np.allclose(p, mlp.predict_proba(X_test)) and accuracy > 0.95

# %% no-places
mix = np.random.default_rng(0).permutation(64)
# 픽셀과 가중치를 같은 차례로 섞는다
mixed = np.maximum(0, X_test[:, mix] @ W1[mix] + b1)
assert np.allclose(mixed, h)

# %% growth
sizes = {"28×28 흑백": 28 * 28, "224×224 컬러": 224 * 224 * 3}
first_layers = {name: n * 64 + 64 for name, n in sizes.items()}
small_layer, big_layer = first_layers.values()
print({name: f"{count:,}" for name, count in first_layers.items()})
assert big_layer > 190 * small_layer

# %% heads
body = nn.Sequential(nn.Linear(8, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU())
features = body(torch.randn(5, 8))  # (5, 8) -> (5, 32)
price, species = nn.Linear(32, 1)(features), nn.Linear(32, 3)(features)
# 회귀는 수 하나, 분류는 클래스마다 점수 하나
print(tuple(price.shape), tuple(species.shape))
assert price.shape == (5, 1) and species.shape == (5, 3)

# %% deeper-but-smaller
cnn = nn.Sequential(
    *(layer for i, o in ((1, 16), (16, 16), (16, 16), (16, 16))
      for layer in (nn.Conv2d(i, o, 3, stride=2, padding=1), nn.ReLU())),
    nn.Flatten(), nn.Linear(16 * 2 * 2, 10),
)  # fmt: skip
n_cnn = sum(p.numel() for p in cnn.parameters())
n_cnn_layers = sum(isinstance(m, (nn.Conv2d, nn.Linear)) for m in cnn)
print(f"층 {n_cnn_layers}개, 파라미터 {n_cnn:,}개")
assert cnn(torch.zeros(5, 1, 28, 28)).shape == (5, 10)
assert n_cnn_layers > 2 and n_cnn < n_params / 5
