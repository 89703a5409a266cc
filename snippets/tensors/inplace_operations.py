"""제자리 연산과 밑줄: 이름이 _로 끝나는 메서드는 새 텐서를 만들지 않고 자신을 바꾼다.

주장: add_는 자신과 그 뷰를 바꾸고 add는 바꾸지 않는다. x += 1도 제자리 연산이다.
    기울기를 구하는 잎 텐서와, 역전파에 쓸 값은 제자리에서 바꿀 수 없다.
출처: 파이토치 학습 절차 노트; PyTorch 문서 Autograd mechanics(In-place operations)
"""

# %% setup
import torch

# %% underscore
t = torch.tensor([1.0, 2.0])
new = t.add(10)  # 새 텐서
print(t, new)
same = t.add_(10)  # t 자신
print(t, same is t)
assert torch.equal(t, new) and same is t and new is not t

# %% plus-equals
a = b = torch.zeros(2)  # 이름 둘, 텐서 하나
a += 1  # a.add_(1)과 같다: b도 바뀐다
print(b)
assert b.tolist() == [1, 1]
a = a + 1  # 새 텐서에 a라는 이름을 옮겨 단다: b는 그대로다
print(a, b)
assert a.tolist() == [2, 2] and b.tolist() == [1, 1]

# %% views
image = torch.zeros(2, 3)
row = image[0]  # (2, 3) -> (3,), 같은 메모리를 보는 뷰
row.fill_(7)
print(image)
assert image[0].tolist() == [7, 7, 7]

# %% unsqueeze
weights = torch.tensor([0.2126, 0.7152, 0.0722])
column = weights.unsqueeze(-1).unsqueeze_(-1)  # (3,) -> (3, 1) -> (3, 1, 1)
print(tuple(weights.shape), tuple(column.shape))  # 원본의 모양은 그대로다
assert weights.shape == (3,) and column.shape == (3, 1, 1)
weights.unsqueeze_(-1)  # (3,) -> (3, 1), 이번에는 원본의 모양이 바뀐다
assert weights.shape == (3, 1)

# %% leaf
p = torch.tensor([2.0], requires_grad=True)
try:
    p.add_(1)
except RuntimeError as e:
    leaf_error = str(e)
    print(type(e).__name__, e)
assert "leaf Variable that requires grad" in leaf_error
with torch.no_grad():  # 기록하지 않겠다고 밝히면 된다. 옵티마이저도 이렇게 고친다
    p.sub_(0.5)
assert p.item() == 1.5

# %% saved
q = torch.tensor([1.0], requires_grad=True)
y = q.exp()  # 도함수가 y 자신이므로 역전파에 쓰려고 y를 남겨 둔다
y.add_(1)
assert y._version == 1  # 제자리에서 바뀐 횟수
try:
    y.backward()
except RuntimeError as e:
    saved_error = str(e).split(": [")[0]
    print(type(e).__name__, saved_error)
assert "modified by an inplace operation" in saved_error
