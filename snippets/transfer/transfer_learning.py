"""전이 학습: 0~5를 배운 특성이 6~9를 적은 레이블로 배우게 한다.

주장: 레이블이 두 장일 때 배운 특성 위의 분류기가 무작위 특성 위의 분류기보다 낫다(표본을 고르는
    시드 다섯 모두). 레이블을 뒤섞어 사전 훈련하면 이득이 없다.
    레이블이 쉰 장이면 처음부터 배운 것이 앞선다.
출처: Yosinski et al. (2014); scikit-learn digits
"""

# /// script
# [tool.maedeup]
# timeout_s = 300
# ///

# %% setup
import matplotlib.pyplot as plt
import torch
from moving_digits import pick, pool, source, source_test, test
from small_cnn import fit, make_body, pretrain, score, settle_norms
from torch import nn

torch.manual_seed(0)

# %% pretrain
body, old_head = pretrain()
source_score = score(nn.Sequential(body, old_head), *source_test)
n_source, n_body = len(source[1]), sum(p.numel() for p in body.parameters())
print(f"0~5 {n_source:,}장으로 배운 정확도 {source_score:.1%}, 백본의 파라미터 {n_body:,}개")
assert source_score > 0.95

# %% rivals
# 레이블을 뒤섞어 배운 백본과 배우지 않은 백본. 배치 정규화의 통계는 둘 다 같은 사진으로 맞춘다.
shuffled, _ = pretrain(y=source[1][torch.randperm(n_source)])
untrained = settle_norms(make_body())


# %% frozen
def frozen(body, chosen):
    """백본은 두고 새 분류기만 배운다."""
    with torch.no_grad():
        features, test_features = body(pool[0][chosen]), body(test[0])  # (N, 32)
    head = fit(nn.Linear(32, 4), features, pool[1][chosen], n_steps=40)
    return score(head, test_features, test[1])


def scratch(chosen):
    model = nn.Sequential(make_body(), nn.Linear(32, 4))
    return score(fit(model, pool[0][chosen], pool[1][chosen], n_steps=40), *test)


n_head = sum(p.numel() for p in nn.Linear(32, 4).parameters())
assert n_head == 32 * 4 + 4

# %% compare
sizes, n_seeds = [1, 2, 5, 20, 50], 5
methods = {
    "배운 특성": lambda chosen: frozen(body, chosen),
    "레이블을 섞어 배운 특성": lambda chosen: frozen(shuffled, chosen),
    "무작위 특성": lambda chosen: frozen(untrained, chosen),
    "처음부터": scratch,
}
scores = {name: [] for name in methods}
for per_class in sizes:
    picks = [pick(pool[1], per_class, seed) for seed in range(n_seeds)]
    for name, method in methods.items():
        scores[name].append([method(chosen) for chosen in picks])
means = {name: [sum(runs) / n_seeds for runs in rows] for name, rows in scores.items()}
for name, values in means.items():
    print(" ".join(f"{v:.2f}" for v in values), name)
learned_2, shuffled_2, random_2, scratch_2 = (values[1] for values in means.values())
learned_50, scratch_50 = means["배운 특성"][-1], means["처음부터"][-1]
by_pick = list(zip(*[rows[1] for rows in scores.values()]))  # 두 장일 때, 시드마다
n_ahead = sum(learned > max(rest) for learned, *rest in by_pick)
print(f"두 장일 때 배운 특성이 셋을 모두 앞선 시드 {n_ahead}/{n_seeds}")
assert n_ahead == n_seeds
late = zip(scores["처음부터"][-1], scores["배운 특성"][-1])
assert all(scratch > learned for scratch, learned in late)

# %% compare-plot
fig, ax = plt.subplots(num="transfer-bars", figsize=(7.5, 3.5), layout="constrained")
for i, (name, values) in enumerate(means.items()):
    spots = [x + 0.2 * (i - 1.5) for x in range(len(sizes))]
    ax.bar(spots, values, width=0.19, color=["C0", "C4", "0.6", "C1"][i], label=name)
ax.axhline(0.25, color="k", lw=0.8, ls=":")
ax.set_xticks(range(len(sizes)), sizes)
ax.set(xlabel="클래스마다 레이블이 있는 사진", ylabel="시험 정확도", ylim=(0, 1.05))
ax.set_title("6, 7, 8, 9 가리기 (점선은 찍기)")
ax.legend(ncols=2, loc="upper left")
ax.grid(axis="x", visible=False)
