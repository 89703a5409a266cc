"""그래프 합성곱 네트워크: 이웃의 특성을 섞고 같은 가중치를 곱한다.

주장: 행렬 곱은 간선마다 전한 소식을 더한 것과 같다. A + I를 정규화하면 가장 큰 고윳값이 1이다.
    가라테 모임에서 두 사람의 편만 알려 주어도 다섯 시드 모두 나머지를 두 사람까지만 틀린다.
출처: Kipf & Welling (2017); Zachary (1977); networkx karate_club_graph
"""

# %% setup
import networkx as nx
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
club = nx.karate_club_graph()

# %% adjacency
A = torch.tensor(nx.to_numpy_array(club, weight=None)).float()  # (34, 34)
n_nodes, n_edges = len(A), int(A.sum()) // 2
print(n_nodes, "명", n_edges, "쌍")
assert torch.equal(A, A.T) and A.diag().sum() == 0 and n_edges == club.size()

# %% normalize
with_self = A + torch.eye(n_nodes)  # 자기 자신도 이웃으로 친다
degree = with_self.sum(1)  # (34,)
S = with_self / (degree[:, None] * degree[None]).sqrt()  # (34, 34)
top_A, top_S = (torch.linalg.eigvalsh(m).max().item() for m in (A, S))
print(f"가장 큰 고윳값: A {top_A:.2f}, 정규화한 A + I {top_S:.2f}")
assert abs(top_S - 1) < 1e-5 and top_A > 6.7
blown = top_A**10  # 정규화하지 않고 열 번 전하면

# %% messages
# 행렬 곱 S @ H는 간선마다 이웃의 특성을 전해 더한 것이다.
H = torch.randn(n_nodes, 4)
by_edges = H / degree[:, None]  # 자기 자신의 몫
for i, j in club.edges:
    by_edges[i] += H[j] / (degree[i] * degree[j]).sqrt()
    by_edges[j] += H[i] / (degree[i] * degree[j]).sqrt()
assert torch.allclose(by_edges, S @ H, atol=1e-5)


# %% model
class GCN(nn.Module):
    def __init__(self, n_features, hidden=8):
        super().__init__()
        self.first = nn.Linear(n_features, hidden, bias=False)
        self.second = nn.Linear(hidden, 2, bias=False)

    def forward(self, S, X):
        H = torch.relu(S @ self.first(X))  # (34, 8)
        return S @ self.second(H)  # (34, 2)


# %% train
X = torch.eye(n_nodes)  # 특성이 없으므로 사람마다의 원핫
sides = torch.tensor([club.nodes[i]["club"] != "Mr. Hi" for i in club]).long()
known = torch.tensor([0, 33])  # 사범과 회장만 알려 준다


def fit(S, seed):
    torch.manual_seed(seed)
    model = GCN(n_nodes)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02, weight_decay=5e-4)
    for _ in range(200):
        loss = F.cross_entropy(model(S, X)[known], sides[known])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model(S, X).argmax(1)


# %% compare
guesses = torch.stack([fit(S, seed) for seed in range(5)])  # (5, 34)
alone = torch.stack([fit(torch.eye(n_nodes), seed) for seed in range(5)])
score = (guesses == sides).float().mean(1).min().item()  # 가장 나쁜 시드
no_graph = (alone == sides).float().mean(1).max().item()  # 가장 나은 시드
wrong = [(guess != sides).nonzero().flatten().tolist() for guess in guesses]
print(f"GCN {score:.1%} 이상, 그래프 없이 {no_graph:.1%} 이하, 틀린 사람 {wrong}")
n_friends, n_across = len(club[8]), sum(sides[j] != sides[8] for j in club[8]).item()
assert score > 0.94 > 0.75 > no_graph and all(8 in people for people in wrong)
assert n_across > n_friends / 2

# %% propagate
# 배우지 않고 두 사람의 편만 이웃으로 번지게 한다.
spread = torch.zeros(n_nodes, 2)
for _ in range(50):
    spread = S @ spread
    spread[known] = torch.eye(2)
plain_score = (spread.argmax(1) == sides).float().mean().item()
print(f"편 퍼뜨리기 {plain_score:.1%}")
assert plain_score >= score
