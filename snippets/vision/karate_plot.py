"""가라테 모임의 그림과, 그래프 합성곱을 되풀이할 때 특성이 닮아 가는 모습.

주장: 이웃을 섞기를 되풀이하면 사람마다의 특성이 서로 구별되지 않게 된다.
출처: Zachary (1977); Li, Han & Wu (2018) "Deeper Insights into Graph Convolutional Networks"
"""

# %% setup
import matplotlib.pyplot as plt
import networkx as nx
import torch

club = nx.karate_club_graph()
sides = [club.nodes[i]["club"] for i in club]
A = torch.tensor(nx.to_numpy_array(club, weight=None)).float()
with_self = A + torch.eye(34)
degree = with_self.sum(1)
S = with_self / (degree[:, None] * degree[None]).sqrt()

# %% karate-plot
where = nx.spring_layout(club, seed=3)
fig, ax = plt.subplots(num="karate-gcn", figsize=(7, 4.4), layout="constrained")
for i, j in club.edges:
    ax.plot(*zip(where[i], where[j]), color="0.5", lw=0.7, zorder=1)
for i in club:
    told, color = i in (0, 33), "C0" if sides[i] == "Mr. Hi" else "C1"
    edge, width = ("C3", 2.5) if i == 8 else ("k", 2.5 if told else 0.5)
    style = {"color": color, "edgecolor": edge, "linewidth": width, "zorder": 2}
    ax.scatter(*where[i], s=430 if told else 230, **style)
    ax.text(*where[i], i, ha="center", va="center", fontsize=9, color="w", zorder=3)
ax.set_title("굵은 테두리 0과 33만 알려 주었다. 8은 다섯 시드가 모두 틀린 사람")
ax.axis("off")

# %% smoothing
# 원핫에서 출발해 S를 거듭 곱한다. 특성을 길이 1로 맞추어 두 사람씩 견준다.
alike, H = [], torch.eye(34)
for _ in range(41):
    unit = H / H.norm(dim=1, keepdim=True)
    cosine = unit @ unit.T  # (34, 34)
    alike.append(((cosine.sum() - 34) / (34 * 33)).item())
    H = S @ H
alike_2, alike_40 = alike[2], alike[40]
print(f"두 번 {alike_2:.2f}, 마흔 번 {alike_40:.3f}")
assert alike[0] == 0 and alike_40 > 0.99 > alike_2
assert alike == sorted(alike)

# %% smoothing-plot
fig, ax = plt.subplots(num="oversmoothing", figsize=(6, 2.6), layout="constrained")
ax.plot(alike)
ax.set(xlabel="이웃을 섞은 횟수", ylabel="평균 코사인 유사도", title="깊으면 모두 닮는다")
