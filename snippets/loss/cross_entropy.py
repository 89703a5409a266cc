"""크로스 엔트로피: 정답 클래스에 준 확률의 로그에 음의 부호를 붙인 벌점이다.

주장: cross_entropy는 log_softmax와 nll_loss를 이은 것이다.
      클래스 번호, 원핫, 확률 분포를 모두 받고, 로짓에 대한 기울기는 (확률 - 정답)이다.
      소프트맥스를 두 번 씌우면 다 맞혀도 손실이 0으로 가지 못한다.
출처: AI Flask 강의 노트 4-2-2; PyTorch 문서 CrossEntropyLoss; sklearn digits.
"""

# %% setup
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits

torch.manual_seed(0)
z = torch.randn(4, 3, requires_grad=True)  # (표본 4, 클래스 3) 로짓
target = torch.tensor([0, 2, 1, 2])  # (4,) 클래스 번호

# %% three-ways
p = z.softmax(1)  # (4, 3)
by_hand = -p[range(4), target].log().mean()  # 정답 자리의 확률만 남는다
by_parts = F.nll_loss(F.log_softmax(z, dim=1), target)
at_once = F.cross_entropy(z, target)
print(round(by_hand.item(), 4), round(by_parts.item(), 4), round(at_once.item(), 4))
assert torch.allclose(by_hand, at_once, atol=1e-6)
assert torch.allclose(by_parts, at_once, atol=1e-6)

# %% gradient
at_once.backward()
one_hot = F.one_hot(target, 3).float()  # (4, 3)
gap = (p - one_hot).detach()  # (4, 3) 확률 - 정답
print([round(v, 2) for v in gap[0].tolist()])  # 첫 표본, 정답은 0번
assert torch.allclose(z.grad, gap / 4, atol=1e-6)  # 4는 표본 수
assert gap[0, 0] < 0 < gap[0, 1]  # 정답 로짓은 올리고 나머지는 내린다

# %% targets
soft = 0.9 * one_hot + 0.1 / 3  # (4, 3) 확률로 된 정답
by_number, by_one_hot = F.cross_entropy(z, target), F.cross_entropy(z, one_hot)
print("번호 == 원핫:", torch.allclose(by_number, by_one_hot))
print("확률 정답:", round(F.cross_entropy(z, soft).item(), 4))
assert torch.allclose(by_number, by_one_hot, atol=1e-6)
by_formula = -(soft * F.log_softmax(z, dim=1)).sum(1).mean()  # (4, 3) -> ()
assert torch.allclose(F.cross_entropy(z, soft), by_formula, atol=1e-6)

# %% softmax-twice
perfect = torch.tensor([[10.0, 0.0, 0.0]])  # 거의 확신하고 맞힌 로짓
once = F.cross_entropy(perfect, torch.tensor([0])).item()
twice = F.cross_entropy(perfect.softmax(1), torch.tensor([0])).item()
print(f"{once:.1e} {twice:.4f}")  # 9.1e-05 0.5515
assert once < 1e-4 and 0.55 < twice < 0.56

# %% log-softmax
far = torch.tensor([[0.0, 200.0]])
naive, stable = far.softmax(1).log()[0, 0].item(), F.log_softmax(far, 1)[0, 0].item()
print(naive, stable)  # -inf -200.0
assert naive == float("-inf") and stable == -200.0

# %% first-loss
digits = load_digits()
pixels = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64), 0..1
labels = torch.tensor(digits.target)
ln10 = torch.log(torch.tensor(10.0)).item()
model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
scaled_loss = F.cross_entropy(model(pixels), labels).item()
raw_loss = F.cross_entropy(model(pixels * 255), labels).item()  # 0..255 그대로
print(f"ln 10 = {ln10:.3f}, 0..1 입력 {scaled_loss:.3f}, 0..255 입력 {raw_loss:.1f}")
assert abs(scaled_loss - ln10) < 0.2 and raw_loss > 5 * ln10
