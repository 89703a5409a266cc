"""데이터셋에서 흔한 오류: pandas의 행을 바로 텐서로, 특성과 정답을 .int()로, 이름 빠진 모듈.

주장: 세 코드는 모두 오류가 나거나 값을 잃는다. 정답은 int64, 특성은 float32여야 한다.
출처: AI와 Flask 강의 노트 2-2절, 5-2절; PyTorch 문서 CrossEntropyLoss
"""

# %% setup
import torch
import torchvision
from sklearn.datasets import load_iris
from torch import nn

frame = load_iris(as_frame=True).frame

# %% series
try:
    torch.tensor(frame.iloc[0, :4])
except ValueError as e:
    print(type(e).__name__, e)
    series_error = str(e)
assert "Series" in series_error
row = torch.tensor(frame.iloc[0, :4].to_numpy(), dtype=torch.float32)  # (4,)
assert row.shape == (4,)

# %% int
truncated = row.int()
print(row, "->", truncated)  # 소수점 아래가 잘린다
assert truncated.tolist() == [int(v) for v in row.tolist()] != row.tolist()
n_before = len(frame.iloc[:, :4].drop_duplicates())
n_after = len(frame.iloc[:, :4].astype(int).drop_duplicates())
print(f"서로 다른 꽃: {n_before} -> {n_after}")
assert n_after < n_before / 3

# %% int-labels
scores, targets = torch.randn(4, 3), torch.tensor([0, 1, 2, 1])
try:
    nn.CrossEntropyLoss()(scores, targets.int())
except RuntimeError as e:
    int_error = str(e)
    print(type(e).__name__, int_error)
assert "Long" in int_error and nn.CrossEntropyLoss()(scores, targets.long()) > 0

# %% bundled
# 내려받지 않고 쓰는 가짜 데이터셋도 MNIST와 똑같이 두 가지를 답한다.
fake = torchvision.datasets.FakeData(
    size=8, image_size=(1, 28, 28), transform=torchvision.transforms.ToTensor()
)
image, label = fake[0]  # (1, 28, 28)
print(len(fake), tuple(image.shape), label)
assert isinstance(fake, torch.utils.data.Dataset) and image.shape == (1, 28, 28)

# %% typo
try:
    transform.Compose([transform.ToTensor()])  # 모듈의 이름은 transforms다
except NameError as e:
    name_error = str(e)
    print(type(e).__name__, name_error)
assert "transform" in name_error
