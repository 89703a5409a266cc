"""데이터 종류별 배치 모양: 맨 앞은 표본, 그다음은 채널, 나머지는 자리다.

주장: Linear, Conv1d, Conv2d, Conv3d는 (N, C), (N, C, L), (N, C, H, W), (N, C, D, H, W)를 받는다.
    nn.RNN은 (N, C, L)을 거절하고 (N, L, C)를 받는다.
출처: 파이토치 학습 절차 노트; PyTorch 문서 torch.nn
"""

# %% setup
import pandas as pd
import torch
from skimage import data
from sklearn.datasets import load_iris
from torch import nn

torch.manual_seed(0)

# %% stack
flowers = torch.tensor(load_iris().data[:8], dtype=torch.float32)  # (N, C)
t = torch.linspace(0, 1, 20)
wave = torch.stack([t, t.sin(), t.cos()])  # (C, L)
waves = torch.stack([wave] * 8)  # (C, L) 여덟 -> (N, C, L)
pixels = torch.tensor(data.astronaut()[::16, ::16])  # (H, W, C)
photo = pixels.permute(2, 0, 1) / 255  # (C, H, W)
photos = torch.stack([photo, photo.flip(2)])  # (N, C, H, W)
volume = torch.rand(1, 10, 32, 32)  # (C, D, H, W): 흑백 단면 열 장
volumes = volume.unsqueeze(0)  # (C, D, H, W) -> (N, C, D, H, W)
video = torch.stack([photo] * 6, dim=1)  # (C, H, W) 여섯 -> (C, T, H, W)
assert [b.ndim for b in (flowers, waves, photos, volumes)] == [2, 3, 4, 5]

# %% layers
cases = [
    ("표", "(N, C)", flowers, nn.Linear(4, 7)),
    ("시계열", "(N, C, L)", waves, nn.Conv1d(3, 7, 3)),
    ("2차원 이미지", "(N, C, H, W)", photos, nn.Conv2d(3, 7, 3)),
    ("3차원 이미지", "(N, C, D, H, W)", volumes, nn.Conv3d(1, 7, 3)),
]
rows = []
for name, axes, x, layer in cases:
    out = layer(x)  # 표본 축은 그대로, 채널 축은 7이 된다
    assert out.shape[:2] == (len(x), 7) and out.ndim == x.ndim
    kind = type(layer).__name__
    rows.append((name, axes, tuple(x.shape), kind, tuple(out.shape)))
table = pd.DataFrame(rows, columns=["데이터", "축", "배치", "층", "출력"])
table.set_index("데이터")

# %% rnn-refuses
rnn = nn.RNN(input_size=3, hidden_size=5, batch_first=True)
try:
    rnn(waves)  # (8, 3, 20): 마지막 축이 채널이 아니다
except RuntimeError as e:
    rnn_error = str(e)
    print(type(e).__name__, rnn_error)
assert "Expected 3, got 20" in rnn_error
steps, last = rnn(waves.transpose(1, 2))  # (N, C, L) -> (N, L, C) -> (N, L, 5)
print(tuple(steps.shape))
assert steps.shape == (8, 20, 5)
first_axis = nn.RNN(3, 5)(waves.permute(2, 0, 1))[0]  # 기본값은 (L, N, C)
assert first_axis.shape == (20, 8, 5)

# %% no-batch-axis
conv = nn.Conv2d(3, 7, 3)
one, three_greys = conv(photo), conv(torch.rand(3, 32, 32))  # (C, H, W)와 (N, H, W)
print(tuple(photo.shape), "->", tuple(one.shape), "/ (3, 32, 32) ->", tuple(three_greys.shape))
assert torch.allclose(one, conv(photo[None])[0], atol=1e-6)
assert three_greys.shape == (7, 30, 30)  # 사진 세 장이 채널 셋인 한 장이 되었다

# %% linear-last
# Linear는 마지막 축을 채널로 읽는다. 앞의 축은 몇 개든 표본으로 본다.
per_step = nn.Linear(3, 2)(waves.transpose(1, 2))  # (N, L, C) -> (N, L, 2)
assert per_step.shape == (8, 20, 2)

# %% text
words = {"나는": 0, "너는": 1, "밥을": 2, "책을": 3, "먹는다": 4, "읽는다": 5}
sentences = ["나는 밥을 먹는다", "너는 책을 읽는다"]
ids = torch.tensor([[words[w] for w in s.split()] for s in sentences])  # (N, L)
vectors = nn.Embedding(len(words), 4)(ids)  # (N, L) -> (N, L, C)
print(ids.tolist(), tuple(vectors.shape))
assert ids.shape == (2, 3) and vectors.shape == (2, 3, 4)

# %% categorical
homes = pd.DataFrame({"지역": ["서울", "부산", "서울"], "넓이": [60, 85, 33]})
encoded = pd.get_dummies(homes, dtype="float32")
features = torch.tensor(encoded.to_numpy(dtype="float32"))  # (N, C)
assert features.shape == (3, 3)  # 열 둘이 셋이 되었다
encoded
