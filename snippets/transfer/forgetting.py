"""잊어버리기: 미세 조정은 옛 문제를 잊게 하고, 학습률이 클수록 더 잊는다.

주장: 새 문제만 보고 전부 다시 배우면 옛 문제의 정확도가 떨어지며, 학습률이 작을수록 덜 떨어진다
    (시드 다섯 모두).
출처: French (1999); Howard & Ruder (2018) 3.2절; scikit-learn digits
"""

# %% setup
import copy

import torch
from moving_digits import pick, pool, source_test, test
from small_cnn import fit, pretrain, score
from torch import nn

body, old_head = pretrain()
old_start = score(nn.Sequential(body, old_head), *source_test)

# %% tune
rates, n_seeds = [0.003, 0.01, 0.03], 5


def tune(rate, seed):
    torch.manual_seed(seed)
    chosen = pick(pool[1], 20, seed)
    tuned, head = copy.deepcopy(body).train(), nn.Linear(32, 4)
    groups = [
        {"params": head.parameters(), "lr": 0.01},
        {"params": tuned.parameters(), "lr": rate},
    ]
    fit(nn.Sequential(tuned, head), pool[0][chosen], pool[1][chosen], 60, groups)
    new = score(nn.Sequential(tuned, head), *test)
    return new, score(nn.Sequential(tuned, old_head), *source_test)


# (학습률, 시드, 새 문제와 옛 문제)
scores = torch.tensor([[tune(rate, seed) for seed in range(n_seeds)] for rate in rates])
for rate, (new, old) in zip(rates, scores.median(1).values.tolist()):
    print(f"백본의 학습률 {rate}: 새 문제 {new:.1%}, 옛 문제 {old:.1%} (시드의 중앙값)")
old_slow, old_middle, old_fast = scores[:, :, 1].median(1).values.tolist()
slow, middle, fast = rates
assert (scores[:, :, 1].diff(dim=0) < 0).all() and scores[0, :, 1].max() < old_start
assert scores[:, :, 0].min() > 0.6
