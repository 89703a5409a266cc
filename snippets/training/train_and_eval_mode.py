"""train 모드와 eval 모드: 드롭아웃과 배치 정규화는 훈련과 평가에서 다르게 계산한다.

주장: train 모드에서는 같은 입력의 두 출력이 다르고 이동 평균이 움직인다.
    eval 모드에서는 둘 다 그대로다. SGD, 학습률 0.1로 배운 시드 다섯 모두
    train 모드로 평가하면 점수가 낮게 나오고, 밝기가 다른 데이터를 지나고 나면 모델까지 상한다.
출처: AI와 Flask 강의 노트 5-2절; PyTorch 문서 torch.nn.Module.eval; sklearn digits
"""

# /// script
# [tool.maedeup.variants.no-eval]
# title = "eval 없이"
# claims = ["0.8 < right_score < 0.9"]
# replace = { "model.eval()\n    score" = "\n    score" }
# ///

# %% setup
import matplotlib.pyplot as plt
import torch
from digits_with_norm import build, fit, test_X, test_y


# %% model
def learn(seed):
    torch.manual_seed(seed)
    return fit(build())


models = [learn(seed) for seed in range(5)]
model = models[0]
print([type(layer).__name__ for layer in model])
norm = model[1]
assert model.training  # 만들면 train 모드다

# %% two-passes
for mode in (True, False):
    model.train(mode)  # model.train(False)는 model.eval()과 같다
    before = norm.running_mean.clone()
    with torch.no_grad():
        first, second = model(test_X[:8]), model(test_X[:8])  # (8, 10)
    agree = torch.equal(first, second)
    moved = not torch.equal(before, norm.running_mean)
    name = "train" if mode else "eval "
    print(f"{name} 두 출력이 같다: {agree}, 이동 평균이 움직였다: {moved}")
    assert agree == (not mode) and moved == mode


# %% evaluate
@torch.no_grad()
def accuracy(model, x, y):
    was_training = model.training
    model.eval()
    score = (model(x).argmax(1) == y).float().mean().item()
    model.train(was_training)  # 들어올 때의 모드로 되돌린다
    return score


scores = torch.tensor([accuracy(each.train(), test_X, test_y) for each in models])  # (5,)
n_seeds, right_score = len(scores), scores.median().item()
print(f"시험 정확도의 중앙값 {right_score:.3f}")
assert model.training and right_score > 0.9


# %% wrong-mode
def misuse(model):
    """train 모드로 잰 점수, 이동 평균이 움직인 양, 그 뒤에 바르게 잰 점수."""
    state = {k: v.clone() for k, v in model.state_dict().items()}
    with torch.no_grad():
        answers = model.train()(test_X).argmax(1)  # train 모드로 평가
        for _ in range(50):
            model(test_X[:100] + 1)  # 밝기가 다른 데이터도 train 모드로 평가
    moved = (model[1].running_mean - state["1.running_mean"]).abs().max()  # (64,) -> ()
    after = accuracy(model, test_X, test_y)
    model.load_state_dict(state)
    return (answers == test_y).float().mean().item(), moved.item(), after


wrong, drifts, spoiled = torch.tensor([misuse(each) for each in models]).T  # (5,) 셋
spoiled_score, spoiled_best = spoiled.median().item(), spoiled.max().item()
drift = drifts.max().item()
print("바르게", [round(v, 2) for v in scores.tolist()])
print("train 모드로", [round(v, 2) for v in wrong.tolist()])
print("그 뒤에 바르게", [round(v, 2) for v in spoiled.tolist()])
assert (wrong < scores).all() and drifts.min() > 0.1
assert (spoiled < scores - 0.1).all()

# %% switch-plot
image, label = test_X[:64], test_y[0]
with torch.no_grad():
    noisy = [model.train()(image)[0].softmax(0)[label].item() for _ in range(300)]
    steady = model.eval()(image)[0].softmax(0)[label].item()
fig, ax = plt.subplots(num="mode-switch", figsize=(7, 2.8), layout="constrained")
ax.hist(noisy, bins=30, color="C0", alpha=0.5, label="train 모드 300번")
ax.axvline(steady, color="C1", linewidth=2, label="eval 모드: 언제나 같다")
ax.set(title="같은 사진의 정답에 준 확률", xlabel="확률", ylabel="횟수")
ax.legend()
