"""모드와 기록은 다른 스위치다: eval은 계산을 바꾸고, no_grad는 기록을 끈다.

주장: no_grad 안에서도 드롭아웃은 돈다. eval 모드에서도 기울기는 기록된다.
    eval 모드의 답은 함께 든 표본에 좌우되지 않고(허용 오차 1e-5), train 모드의 답은 좌우된다.
출처: PyTorch 문서 Autograd mechanics, torch.no_grad, torch.inference_mode
"""

# %% setup
import torch
from digits_with_norm import build, fit, test_X

torch.manual_seed(0)
model = fit(build())

# %% two-switches
for mode in ("train", "eval"):
    for grad in (True, False):
        getattr(model, mode)()
        with torch.set_grad_enabled(grad):
            first, second = model(test_X), model(test_X)
        same, recorded = torch.equal(first, second), first.requires_grad
        print(f"{mode:5} 기록={grad!s:5} 같은 출력={same!s:5} grad_fn={recorded}")
        assert same == (mode == "eval") and recorded == grad

# %% neighbours
one = test_X[:1]  # (1, 64)
model.eval()
with torch.inference_mode():
    alone, together = model(one), model(test_X[:50])[:1]  # (1, 10)
assert torch.allclose(alone, together, atol=1e-5)
norm = model[1].train()  # 배치 정규화만 train 모드로
with torch.no_grad():
    zero, neighbour = torch.zeros(64), torch.ones(64)
    first = norm(torch.stack([zero, neighbour]))[0]  # (2, 64) -> (64,)
    second = norm(torch.stack([zero, -neighbour]))[0]  # 이웃이 다르다
assert (first - second).abs().max() > 1
try:
    model(one)
except ValueError as e:
    single_error = str(e).split(",")[0]
    print(type(e).__name__, single_error)
assert single_error == "Expected more than 1 value per channel when training"
