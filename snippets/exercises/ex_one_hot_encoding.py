"""연습: 원핫을 손으로 만들고, 되돌리고, 임베딩이 무엇인지 확인한다."""

# /// script
# [tool.maedeup.variants.shifted]
# title = "번호는 0부터이다"
# replace = { "torch.eye(n_classes)[labels]" = "torch.eye(n_classes)[labels - 1]" }
#
# [tool.maedeup.variants.ordered]
# title = "번호를 그대로 쓰면 없던 크기와 차례가 생긴다"
# replace = { "torch.eye(n_classes)[labels]" = "labels[:, None].expand(-1, n_classes).float()" }
#
# [tool.maedeup.variants.largest]
# title = "가장 큰 값은 늘 1이다. 자리를 물었다"
# replace = { "rows.argmax(1)" = "rows.amax(1).long()" }
#
# [tool.maedeup.variants.transposed]
# title = "열을 골랐다. 범주마다의 벡터는 행이다"
# replace = { "one_hot @ table" = "one_hot @ table.T" }
# ///

# %% setup
import torch
from torch import nn

labels = torch.tensor([2, 0, 1, 2])


# %% encode
def encode(labels, n_classes):
    return torch.eye(n_classes)[labels]


# %% encode-check
assert torch.equal(encode(labels, 4), nn.functional.one_hot(labels, 4).float())


# %% decode
def decode(rows):
    return rows.argmax(1)


# %% decode-check
assert torch.equal(decode(encode(labels, 4)), labels)


# %% embed
def look_up(one_hot, table):
    return one_hot @ table


# %% embed-check
torch.manual_seed(0)
embedding = nn.Embedding(3, 3)
found = look_up(encode(labels, 3), embedding.weight)
assert torch.allclose(found, embedding(labels))
