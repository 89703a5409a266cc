"""빽빽함이 다른 무리: eps를 하나로 정하지 않는 HDBSCAN.

주장: 촘촘한 무리 둘과 성긴 무리 하나를 HDBSCAN은 시드 다섯 모두에서 세 군집으로 가른다.
    최소 크기를 크게 주면 그렇지 않다.
출처: Campello, Moulavi & Sander (2013); scikit-learn 문서 HDBSCAN
"""

# %% setup
import numpy as np
from sklearn.cluster import HDBSCAN
from sklearn.datasets import make_blobs

centers, spreads = [[0, 0], [0.8, 0], [9, 0]], [0.13, 0.13, 2]  # 성긴 것이 마지막
n_seeds, min_size, too_big = 5, 20, 50

# %% every-eps
lost, n_failed = [], 0
for seed in range(n_seeds):
    blobs, where = make_blobs([150] * 3, centers=centers, cluster_std=spreads, random_state=seed)
    found = HDBSCAN(min_cluster_size=min_size, copy=True).fit_predict(blobs)
    main = [int(np.bincount(found[where == k] + 1).argmax()) - 1 for k in range(3)]
    assert len(set(main) - {-1}) == 3 and found.max() == 2  # 무리마다 다른 군집, 더도 없다
    lost.append(float(np.mean(found[where == 2] == -1)))
    coarse = HDBSCAN(min_cluster_size=too_big, copy=True).fit_predict(blobs)
    n_failed += int(coarse.max() != 2)
worst_lost = max(lost)
print("성긴 무리에서 노이즈가 된 몫:", [f"{share:.0%}" for share in sorted(lost)])
print(f"최소 크기 {too_big}에서 세 군집이 아닌 것: {n_failed}번")
assert worst_lost < 0.2 and n_failed > 0
