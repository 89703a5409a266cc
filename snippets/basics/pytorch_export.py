"""파이토치 모델을 파이썬 밖으로: TorchScript는 물러났고 torch.export가 대신한다.

주장: torch.jit.script는 폐기 예고를 낸다. torch.export로 굳힌 프로그램은 원래 모델과 같은 답을
    내고, 그 속은 ATen 연산의 목록이다.
출처: PyTorch 문서 torch.export, torch.jit
"""

# %% setup
import warnings

import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 2), nn.ReLU()).eval()
x = torch.randn(4, 3)

# %% script
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    torch.jit.script(model)
message = next(str(c.message) for c in caught if "deprecated" in str(c.message))
print(message)
assert "torch.export" in message

# %% export
program = torch.export.export(model, (x,))
same = torch.equal(program.module()(x), model(x))
ops = [str(node.target) for node in program.graph.nodes if node.op == "call_function"]
print(type(program).__name__, "같은 출력:", same)
print(ops)
assert same and all(op.startswith("aten.") for op in ops)
