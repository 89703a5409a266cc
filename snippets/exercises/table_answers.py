"""집값 회귀와 주가 실습의 물음에 답한다.

주장: 표준화하지 않으면 시드 다섯 모두에서 시험 RMSE가 표준화한 것의 1.3배를 넘는다. 날을 섞어
    나누면 시간으로 나눈 것보다 어제 값의 오차가 작아 보인다.
출처: 매듭의 실험 (mlxtend에 든 보스턴 집값, matplotlib에 든 구글 주가)
"""

# %% setup
import numpy as np
import torch
from matplotlib import cbook
from mlxtend.data import boston_housing_data
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from torch import nn

X, y = boston_housing_data()
X = np.delete(X, 11, axis=1)  # 인종 비율로 만든 특성은 쓰지 않는다


# %% house
def test_rmse(seed, is_scaled=True, width=32, decay=0.0, is_capped=True):
    keep = np.ones(len(y), bool) if is_capped else y < 50
    data, target = X[keep], y[keep]
    train, test = train_test_split(np.arange(len(target)), test_size=0.2, random_state=seed)
    center, scale = data[train].mean(0), data[train].std(0)
    z = (data - center) / scale if is_scaled else data
    line = LinearRegression().fit(z[train], target[train]).predict(z[test])
    z = torch.tensor(z, dtype=torch.float32)
    t = torch.tensor((target - target[train].mean()) / target[train].std(), dtype=torch.float32)
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(z.shape[1], width), nn.ReLU(), nn.Linear(width, 1))
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-2, weight_decay=decay)
    for _ in range(25):
        for batch in torch.as_tensor(train)[torch.randperm(len(train))].split(64):
            optimizer.zero_grad()
            (net(z[batch])[:, 0] - t[batch]).square().mean().backward()
            optimizer.step()
    with torch.no_grad():
        guess = net(z[test])[:, 0].numpy() * target[train].std() + target[train].mean()
    return [float(np.sqrt(np.mean((g - target[test]) ** 2))) for g in (guess, line)]


def medians(**options):
    return np.median([test_rmse(s, **options) for s in range(5)], axis=0).tolist()


usual = np.array([test_rmse(s) for s in range(5)])
unscaled = np.array([test_rmse(s, is_scaled=False) for s in range(5)])
net_usual, line_usual = np.median(usual, axis=0).tolist()
net_unscaled = float(np.median(unscaled[:, 0]))
(net_small, _), (net_decayed, _) = medians(width=4), medians(decay=0.1)
net_uncapped, line_uncapped = medians(is_capped=False)
print(f"신경망 {net_usual:.2f}, 뉴런 넷 {net_small:.2f}, 감쇠 {net_decayed:.2f}")
print(f"표준화 없이 {net_unscaled:.2f}, 50을 빼면 {net_uncapped:.2f}과 {line_uncapped:.2f}")
assert (unscaled[:, 0] > 1.3 * usual[:, 0]).all() and net_uncapped < line_uncapped

# %% stock
price = cbook.get_sample_data("goog.npz")["price_data"]["adj_close"].astype(float)
moves = np.diff(price)
cut = int(0.8 * len(price))
by_time = float(np.sqrt(np.mean(moves[cut - 1 :] ** 2)))
shuffled = np.random.default_rng(0).permutation(len(moves))[cut:]
by_chance = float(np.sqrt(np.mean(moves[shuffled] ** 2)))
sizes = np.abs(moves)
yesterday = float(np.mean(np.abs(sizes[cut:] - sizes[cut - 1 : -1])))
average = np.array([sizes[i - 30 : i].mean() for i in range(cut, len(sizes))])
monthly = float(np.mean(np.abs(sizes[cut:] - average)))
print(f"어제 값: 시간으로 {by_time:.1f}, 섞어서 {by_chance:.1f}", end=" / ")
print(f"움직임의 크기: 어제 {yesterday:.1f}, 30일 평균 {monthly:.1f}")
assert by_chance < by_time and monthly < yesterday
