# /// script
# [tool.maedeup]
# aliases = ["넷플릭스 주가 예측", "주가 예측", "stock price", "sliding window", "31번째 날"]
# tags = ["실습"]
# requires = ["recurrent-neural-network", "data-split", "dataset-and-dataloader"]
# source = "AI 라이브러리 5주차 강의 노트; matplotlib 예제 데이터 goog.npz (2004-2008); PyTorch 문서 torch.nn.RNN"
# ///

# %% [markdown]
# # 실습: 주가 예측 RNN
#
# 지난 30일의 주가를 [[recurrent-neural-network]]에 넣으면 다음 날의 주가를 맞힐 수 있는가.
# 그래프를 겹쳐 그리면 잘 맞히는 것처럼 보인다. 그 그림이 왜 속임수인지, 어제 값을 그대로 답하는 예측과 견주어 밝힌다.

# %% setup
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from matplotlib import cbook
from matplotlib.dates import AutoDateLocator
from sklearn.linear_model import LinearRegression
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)

# %% [markdown]
# ## 데이터
#
# 원래 강의의 데이터는 넷플릭스 주가이다. `data/NFLX.csv`가 있으면 그것을 읽고, 없으면 matplotlib에 든 구글 주가를 읽는다.
# 배당과 분할을 반영한 종가(adjusted close)만 쓴다.

# %% data
csv = Path("data/NFLX.csv")
if csv.exists():
    table = pd.read_csv(csv, parse_dates=["Date"]).dropna().sort_values("Date")
    dates, closing = table["Date"].to_numpy(), table["Adj Close"].to_numpy()
    source = "넷플릭스 주가"
else:
    goog = cbook.get_sample_data("goog.npz")["price_data"]
    dates, closing = goog["date"], goog["adj_close"]
    source = "구글 주가"
price = torch.tensor(closing.astype(np.float32))  # (N,)
n = len(price)
first_day, last_day = (str(np.datetime64(d, "D")) for d in dates[[0, -1]])
low, high = float(price.min()), float(price.max())
print(source, n, first_day, "~", last_day, f"{low:.0f} ~ {high:.0f}달러")
assert price.isfinite().all() and (np.diff(dates) > np.timedelta64(0)).all()

# %% [markdown]
# 이 페이지의 수는 모두 **![[lab-stock-rnn.py#source]]** 에서 나왔다. ![[lab-stock-rnn.py#first_day]]부터 ![[lab-stock-rnn.py#last_day]]까지 장이 열린 ![[lab-stock-rnn.py#n|,]]일이고, 값은 ![[lab-stock-rnn.py#low|.0f]]달러에서 ![[lab-stock-rnn.py#high|.0f]]달러 사이이다.
#
# ## 창을 밀며 자르기
#
# 30일을 보고 31일째를 맞힌다. 창을 하루씩 밀면 주가 한 줄이 여러 표본이 된다.

# %% windows
T = 30
windows = price.unfold(0, T + 1, 1)  # (N,) -> (N-T, T+1)
x, y = windows[:, :T, None], windows[:, T]  # (N-T, T, 1), (N-T,)
n_windows = len(x)
days = np.arange(1, n + 1)  # 1부터 센 날의 번호
for i in (0, 1, 2, n_windows - 1):
    print(f"{days[i]}일 ~ {days[i + T - 1]}일 ({T}일) -> {days[i + T]}일")
span_wrong = (n - 1) - (n - 31) + 1  # N-31일부터 N-1일까지의 날수
print(tuple(x.shape), tuple(y.shape), "/ N-31 ~ N-1은", span_wrong, "일")
assert n_windows == n - T and days[n_windows - 1] == n - T and span_wrong == 31
assert torch.equal(x[-1, :, 0], price[n - 1 - T : n - 1]) and y[-1] == price[-1]

# %% [markdown]
# > **원 노트에서 고친 것: 마지막 창은 N-31일부터 N-1일까지이다.**
# > 그러면 창 하나가 ![[lab-stock-rnn.py#span_wrong]]일이 된다. N일을 맞히는 마지막 창은 N-30일부터 N-1일까지이다.
# > 주가가 ![[lab-stock-rnn.py#n|,]]개이면 창은 30개 적은 ![[lab-stock-rnn.py#n_windows|,]]개이다.

# %% plot-windows
fig, ax = plt.subplots(num="windows", figsize=(7, 3), layout="constrained")
for row, i in enumerate([0, 1, 2, n_windows - 1]):
    label = days[i] if row < 3 else f"N-{n - days[i]}"
    end = days[i + T] if row < 3 else "N"
    ax.barh(row, T, left=row, color="C0", alpha=0.4)
    ax.barh(row, 1, left=row + T, color="C1")
    ax.text(row + T / 2, row, f"{label}일부터 30일", ha="center", va="center", fontsize=9)
    ax.text(row + T + 1.3, row, f"{end}일을 맞힌다", va="center", fontsize=9)
ax.set(title="30일을 보고 31일째를 맞힌다", xlabel="날", xlim=(0, 43), ylim=(3.6, -0.6))
ax.set(
    xticks=[],
    yticks=range(4),
    yticklabels=["첫째 창", "둘째 창", "셋째 창", "마지막 창"],
)
ax.grid(False)

# %% [markdown]
# ## 시간으로 나눈다
#
# 섞어서 나누면 시험할 날의 바로 앞뒤가 훈련에 들어가므로, 앞 70%를 훈련, 다음 10%를 검증, 마지막 20%를 시험으로 둔다([[data-split]]).
# 창은 이웃과 29일을 함께 쓰지만, 맞힐 날이 어느 구간에 있느냐로 가르면 정답이 겹치지 않는다.

# %% split
n_train, n_past = int(0.7 * n), int(0.8 * n)  # 훈련의 끝, 검증의 끝
n_test = n - n_past
train_high = float(price[:n_train].max())
above = float((price[n_train:n_past] > train_high).float().mean())
print(f"훈련 {n_train - T}개, 검증 {n_past - n_train}개, 시험 {n_test}개")
print(f"검증 구간에서 훈련 구간의 최고가 {train_high:.0f}달러를 넘은 날 {above:.0%}")
assert len(y[n_past - T :]) == n_test and y[n_past - T] == price[n_past]

# %% [markdown]
# 검증 구간의 ![[lab-stock-rnn.py#above|.0%]]는 훈련 구간에서 한 번도 본 적 없는 높은 값이다.
#
# ## 넘어야 할 선
#
# 채점은 [[mean-squared-error|평균 제곱 오차]]의 제곱근(RMSE)이고 단위는 달러이다.
# 기준은 셋이다. 어제 값을 그대로 답하기, 30일의 평균을 답하기, 30일의 값에 [[linear-regression]]을(를) 맞추기.


# %% baselines
def rmse(guess, part):
    return float((guess[part] - y[part]).square().mean().sqrt())


past, test = slice(0, n_past - T), slice(n_past - T, None)
last = x[:, -1, 0]
fitted = LinearRegression().fit(x[past, :, 0].numpy(), y[past].numpy())
linear = torch.tensor(fitted.predict(x[:, :, 0].numpy()))
last_rmse, mean_rmse = rmse(last, test), rmse(x.mean(1)[:, 0], test)
linear_rmse = rmse(linear, test)
print(f"어제 값 {last_rmse:.1f}, 30일 평균 {mean_rmse:.1f}, 선형 회귀 {linear_rmse:.1f}")
assert last_rmse < mean_rmse

# %% [markdown]
# 어제 값의 RMSE ![[lab-stock-rnn.py#last_rmse|.1f]]달러가 넘을 선이다.
#
# ## 모델
#
# RNN이 30일을 읽고 남긴 마지막 은닉 상태에 작은 [[multilayer-perceptron|다층 퍼셉트론]]을 붙여 수 하나를 낸다. [[supervised-learning|회귀]]이므로 마지막에 [[activation-function|활성화]]가 없다.
# 크기는 훈련 구간의 평균과 표준편차로만 맞춘다.
# 두 가지로 배운다. 강의대로 주가 자체를 넣고 맞히는 것과, 어제 값에서 얼마나 벗어나는지를 넣고 맞히는 것이다.


# %% model
class StockRNN(nn.Module):
    def __init__(self, train_price, relative):
        super().__init__()
        self.mean, self.std = train_price.mean(), train_price.std()
        self.relative = relative
        self.rnn = nn.RNN(1, 16, batch_first=True)
        self.head = nn.Sequential(nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 1))

    def forward(self, x):  # (B, T, 1), 달러
        # 어제 값이거나 훈련 구간의 평균
        base = x[:, -1:] if self.relative else self.mean
        # h0를 주지 않으면 0이다. (B, T, 16)
        states, _ = self.rnn((x - base) / self.std)
        step = self.head(states[:, -1])[:, 0]  # (B, 16) -> (B,)
        return step * self.std + (base[:, 0, 0] if self.relative else base)


rnn, batch = StockRNN(price[:n_train], False).rnn, torch.randn(4, T, 1)
zero_same = torch.equal(rnn(batch)[0], rnn(batch, torch.zeros(1, 4, 16))[0])
random_gap = (rnn(batch)[0] - rnn(batch, torch.randn(1, 4, 16))[0])[:, 0].abs().max().item()
print("h0를 주지 않은 것과 0을 준 것이 같은가:", zero_same)
print(f"h0를 난수로 주면 첫 시점의 은닉 상태가 {random_gap:.1f}까지 달라진다")
assert zero_same and random_gap > 0.1

# %% [markdown]
# > **원 노트에서 고친 것: 다른 모델과 다른 것은 h0뿐이고, h0는 임의로 정한다.**
# > `nn.RNN`의 $h_0$는 0이고, 손댈 필요가 없다. 난수를 주면 같은 입력의 답이 부를 때마다 달라진다.
# > 다른 모델과 다른 것은 데이터 쪽이다. 입력이 (N, 30, 1)이고, 시간으로 나누고, 훈련 구간으로만 크기를 맞추고, 어제 값이라는 기준이 있다.
#
# ## 학습
#
# 훈련 구간에서 [[adam|Adam]](학습률 0.01)으로 배우며 에폭마다 검증 RMSE를 적어, 에폭의 수를 고른다. 시험 구간은 아직 보지 않는다. 여기까지는 시드 0이다.


# %% train
def learn(relative, end, seed, n_epochs):
    """end일 앞에서 배우고, 에폭마다 배운 구간과 검증 구간의 RMSE를 적는다."""
    torch.manual_seed(seed)
    model, history = StockRNN(price[:end], relative), []
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01, fused=True)
    data = TensorDataset(x[: end - T], y[: end - T])
    for _ in range(n_epochs):
        for xb, yb in DataLoader(data, batch_size=64, shuffle=True):
            loss = ((model(xb) - yb) / model.std).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            guess = model(x)
        history.append([rmse(guess, slice(0, end - T)), rmse(guess, slice(end - T, n_past - T))])
    return guess, np.array(history)  # (N-T,), (에폭, 2)


kinds = {"주가": False, "어제와의 차이": True}
histories = {k: learn(r, n_train, 0, 20)[1] for k, r in kinds.items()}
best_epochs = {k: int(h[:, 1].argmin()) + 1 for k, h in histories.items()}
val_last = rmse(last, slice(n_train - T, n_past - T))
level_val, change_val = (float(h[:, 1].min()) for h in histories.values())
level_train = float(histories["주가"][best_epochs["주가"] - 1, 0])
print(
    "고른 에폭",
    best_epochs,
    f"검증 RMSE {level_val:.1f}, {change_val:.1f}, 어제 값 {val_last:.1f}",
)

# %% plot-curve
fig, axes = plt.subplots(1, 2, num="stock-curve", figsize=(7.2, 3), layout="constrained")
for ax, (name, history) in zip(axes, histories.items(), strict=True):
    ax.plot(range(1, len(history) + 1), history[:, 0], label="훈련")
    ax.plot(range(1, len(history) + 1), history[:, 1], label="검증")
    ax.axhline(val_last, color="0.5", linestyle="--", label="검증, 어제 값")
    ax.set(
        title=f"{name}: 학습 곡선",
        xlabel="에폭",
        ylabel="RMSE (로그 눈금)",
        yscale="log",
    )
axes[0].legend()

# %% [markdown]
# 주가를 그대로 배운 쪽은 훈련 RMSE가 ![[lab-stock-rnn.py#level_train|.1f]]일 때 검증 RMSE가 ![[lab-stock-rnn.py#level_val|.1f]]이다.
# 배운 범위 밖의 값을 만나면 은닉 상태의 [[tanh]]이(가) 포화하므로, 검증 구간이 비쌀수록 이 틈은 커진다.
# 차이를 배운 쪽의 검증 RMSE는 ![[lab-stock-rnn.py#change_val|.1f]]이고, 어제 값은 ![[lab-stock-rnn.py#val_last|.1f]]이다.
#
# ## 결과
#
# 고른 에폭만큼 검증 구간까지 넣어 다시 배우고, 시험 구간으로 한 번 잰다. 시드는 다섯이다.

# %% score
runs = {k: [learn(r, n_past, s, best_epochs[k])[0] for s in range(5)] for k, r in kinds.items()}
scores = {k: [rmse(guess, test) for guess in v] for k, v in runs.items()}
level_rmse, change_rmse = (float(np.mean(v)) for v in scores.values())
n_wins = sum(s < last_rmse for v in scores.values() for s in v)
rows = {"어제 값": [last_rmse], "30일 평균": [mean_rmse], "선형 회귀": [linear_rmse]}
rows |= {f"RNN, {k}": v for k, v in scores.items()}
summary = pd.DataFrame({k: [np.mean(v), min(v), max(v)] for k, v in rows.items()})
summary.set_axis(["시험 RMSE", "가장 작은 시드", "가장 큰 시드"]).T.round(1)


# %% gain-over-last
def gain(guess):
    """어제 값보다 줄인 제곱 오차의 평균과, 그 표준오차."""
    # (시험 날수,)
    d = (last[test] - y[test]).square() - (guess[test] - y[test]).square()
    return float(d.mean()), float(d.std() / n_test**0.5)


gains = [gain(guess) for v in runs.values() for guess in v]
n_runs, n_clear = len(gains), sum(m > 2 * e for m, e in gains)
verdict = "이기지 못했다" if n_clear == 0 else "이긴 적이 있다"
print(
    f"{n_runs}번 가운데 RMSE가 더 작은 것 {n_wins}번, "
    f"그 차이가 표준오차의 두 배를 넘는 것 {n_clear}번"
)
if source == "구글 주가":  # 넷플릭스에서는 재지 않았으므로 주장하지 않는다
    assert level_rmse > last_rmse and n_clear == 0

# %% [markdown]
# 시험 RMSE는 주가를 배운 RNN이 ![[lab-stock-rnn.py#level_rmse|.1f]]달러, 차이를 배운 RNN이 ![[lab-stock-rnn.py#change_rmse|.1f]]달러, 어제 값이 ![[lab-stock-rnn.py#last_rmse|.1f]]달러이다.
# ![[lab-stock-rnn.py#n_runs]]번 가운데 어제 값보다 RMSE가 작은 것은 ![[lab-stock-rnn.py#n_wins]]번이고, 우연으로 보기 어려운 차이는 ![[lab-stock-rnn.py#n_clear]]번이다.
# RNN은 아무것도 배우지 않는 예측을 **![[lab-stock-rnn.py#verdict]]**.

# %% plot-forecast
guess = runs["주가"][0]
fig, axes = plt.subplots(1, 2, num="stock-forecast", figsize=(7.6, 3.2), layout="constrained")
for ax, days_shown in zip(axes, [n_test, 25], strict=True):
    when = dates[-days_shown:]
    ax.plot(when, y[-days_shown:], color="k", label="참값")
    ax.plot(when, guess[-days_shown:], label="RNN, 주가")
    ax.xaxis.set_major_locator(AutoDateLocator(maxticks=5))
    ax.tick_params(axis="x", rotation=20)
    ax.set(title=f"마지막 {days_shown}일", ylabel="달러")
axes[1].plot(dates[-25:], last[-25:], linestyle=":", label="어제 값")
axes[1].legend(fontsize=8)

# %% [markdown]
# ## 그럴듯한 그림의 정체
#
# 왼쪽처럼 길게 그리면 예측이 참값을 잘 따라가는 것으로 보인다. 오른쪽처럼 넓히면 예측이 참값보다 어제 값(점선)을 따라가는지 볼 수 있다.
# 눈으로 보는 대신, 예측이 무엇에 가까운지, 오를지 내릴지는 맞혔는지를 잰다.

# %% lag
to_truth = rmse(guess, test)
to_last = float((guess[test] - last[test]).square().mean().sqrt())
closer = "어제 값에 더 가깝다" if to_last < to_truth else "참값에 더 가깝다"
moved = (y[test] - last[test]).sign()
hits = [
    ((g[test] - last[test]).sign() == moved).float().mean().item() for v in runs.values() for g in v
]
hit_rate, hit_error = float(np.mean(hits)), 0.5 / n_test**0.5
print(f"예측에서 참값까지 {to_truth:.1f}, 예측에서 어제 값까지 {to_last:.1f}")
print(f"방향을 맞힌 비율 {min(hits):.2f} ~ {max(hits):.2f}, 동전 던지기 0.50")
if source == "구글 주가":
    assert to_last < to_truth and abs(hit_rate - 0.5) < 2 * hit_error

# %% [markdown]
# 예측에서 참값까지의 RMSE는 ![[lab-stock-rnn.py#to_truth|.1f]], 어제 값까지는 ![[lab-stock-rnn.py#to_last|.1f]]이므로 예측은 ![[lab-stock-rnn.py#closer]].
# 오를지 내릴지를 맞힌 비율은 평균 ![[lab-stock-rnn.py#hit_rate|.1%]]이다. 동전을 던져도 50%이고, ![[lab-stock-rnn.py#n_test]]일이면 표준오차가 ![[lab-stock-rnn.py#hit_error|.1%]]이다.
#
# 주가는 흔히 어제 값에 거의 예측할 수 없는 움직임을 더한 것으로 본다. 그렇다면 지난 값만 보고 맞힐 것은 얼마 남지 않는다.
# 데이터에 답이 적다면 신경망을 탓할 수 없으므로, [[lstm]]으로 바꾸어도 [[long-term-dependency|긴 기억]]이 도울 것이 있는지부터 물어야 한다.
#
# ## 다음에 해 볼 것
#
# 먼저 스스로 해 보고 나서 답과 견준다. 답이 붙은 것은 실행해 얻은 것이다.
#
# - `nn.RNN`을 `nn.LSTM`이나 `nn.GRU`로 바꾸면 어제 값을 이기는가.
#   답: 어제와의 차이를 네 에폭 배운 시험 RMSE의 중앙값이 RNN ![[stock_answers.py#rnn|.2f]], [[lstm|LSTM]] ![[stock_answers.py#lstm|.2f]], [[gru|GRU]] ![[stock_answers.py#gru|.2f]]달러이고 어제 값은 ![[stock_answers.py#yesterday|.2f]]달러이다. 어제 값을 이긴 시드는 다섯 가운데 차례로 ![[stock_answers.py#n_rnn]]개, ![[stock_answers.py#n_lstm]]개, ![[stock_answers.py#n_gru]]개이다.
# - 거래량(`volume`)을 둘째 특성으로 넣어 입력을 (N, 30, 2)로 만들면 나아지는가.
#   답: RNN의 중앙값이 ![[stock_answers.py#rnn|.2f]]에서 ![[stock_answers.py#volume_rnn|.2f]]달러로 바뀌고, 시드 다섯 가운데 ![[stock_answers.py#n_helped]]개에서 낮아진다. 어제 값을 이긴 것은 ![[stock_answers.py#n_volume]]개이다.
# - 날을 섞어서 나누고, 크기를 전체 구간으로 맞추면 점수는 얼마나 좋아 보이는가.
#   답: 날만 섞어도 어제 값을 그대로 답하는 RMSE가 ![[table_answers.py#by_time|.1f]]달러에서 ![[table_answers.py#by_chance|.1f]]달러로 준다. 값이 쌌던 앞쪽의 날이 시험에 섞이기 때문이고, 예측이 나아진 것은 아니다.
# - 값이 아니라 움직임의 크기(변동성)를 맞히면 어제의 크기보다 나은가.
#   답: 30일의 평균만 답해도 어긋난 정도가 어제의 크기 ![[table_answers.py#yesterday|.1f]]달러보다 작은 ![[table_answers.py#monthly|.1f]]달러이다. 값과 달리 크기는 한동안 이어지므로 배울 것이 있다.
# - `data/NFLX.csv`에 `Date`와 `Adj Close` 열이 있는 넷플릭스 주가를 두고 다시 돌리면 결론이 같은가.
#   답이 없다: 내려받아야 하는 데이터라 이 사이트에서는 재지 않았다.
