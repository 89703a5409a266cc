"""처음 고를 것: 손실마다 받는 것과, 배우기 전에 나와야 할 값.

주장: 크로스 엔트로피는 로짓과 정수 클래스를, 로짓의 이진 크로스 엔트로피는 같은 모양의 실수를
    받는다. 모두 고르게 답할 때의 손실은 ln C, ln 2, 정답의 분산이다.
출처: PyTorch 문서 torch.nn.functional; sklearn digits, breast_cancer, diabetes
"""

# %% setup
import pandas as pd
import torch
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits
from torch.nn import functional as F

digits = torch.tensor(load_digits().target)  # (1797,) 0에서 9
ill = torch.tensor(load_breast_cancer().target).float()  # (569,) 0과 1
grade = torch.tensor(load_diabetes().target).float()  # (442,)
grade = (grade - grade.mean()) / grade.std(unbiased=False)  # 표준화한 정답

# %% starts
# 아무것도 배우지 않은 것처럼 모두 0이라고 답하게 한다.
many = F.cross_entropy(torch.zeros(len(digits), 10), digits).item()
two = F.binary_cross_entropy_with_logits(torch.zeros(len(ill)), ill).item()
number = F.mse_loss(torch.zeros(len(grade)), grade).item()
print(f"열 클래스 {many:.2f}, 둘 {two:.2f}, 표준화한 수 {number:.2f}")
assert abs(many - torch.tensor(10.0).log()) < 1e-6 and abs(two - torch.tensor(2.0).log()) < 1e-6
assert abs(number - 1) < 1e-5


# %% takes
def answer(loss, logits, target):
    try:
        return f"{loss(logits, target).item():.2f}"
    except (RuntimeError, ValueError) as error:
        return type(error).__name__


cases = {"정수 (N,)": digits[:4] % 2, "실수 (N,)": ill[:4], "실수 (N, 1)": ill[:4, None]}
logits = {"cross_entropy": torch.zeros(4, 2), "binary_cross_entropy_with_logits": torch.zeros(4)}
takes = pd.DataFrame(
    {name: [answer(getattr(F, name), z, t) for t in cases.values()] for name, z in logits.items()},
    index=pd.Index(cases, name="정답"),
)
takes
# %% takes-check
assert takes["cross_entropy"].tolist() == ["0.69", "RuntimeError", "RuntimeError"]
assert takes.iloc[2, 1] == "ValueError" and takes.iloc[1, 1] == "0.69"
