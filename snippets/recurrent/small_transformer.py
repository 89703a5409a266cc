"""작은 트랜스포머: 파이썬 설명서를 읽고 다음 글자를 맞힌다.

주장: 층 둘짜리 트랜스포머를 AdamW(학습률 0.005)로 240번 갱신하면 다섯 시드 모두, 배우지 않은
    글에서 앞 글자 하나만 보고 센 확률보다 손실이 작다. 뒤를 가리지 않으면 손실은 더 작아지지만
    답을 베낀 것이다.
출처: Vaswani et al. (2017); Xiong et al. (2020); 글은 파이썬에 든 pydoc_data.topics
"""

# /// script
# [tool.maedeup]
# timeout_s = 400
#
# [tool.maedeup.variants.unmasked]
# title = "뒤를 가리지 않으면"
# replace = { ".triu(1)" = ".triu(length)", "range(5)" = "range(1)" }
# claims = ["worst < 0.3"]
# ///

# %% setup
from pydoc_data.topics import topics

import torch
import torch.nn.functional as F
from transformer_model import Writer

text = "".join(topics[name] for name in sorted(topics))
letters = sorted(set(text))
number = {letter: i for i, letter in enumerate(letters)}
codes = torch.tensor([number[c] for c in text])  # (464970,)
cut, n, d, n_heads, seeds = int(0.9 * len(codes)), len(letters), 48, 4, range(5)
length, n_steps = 32, 240  # 한 번에 보는 글자 수, 갱신의 수
hidden = torch.ones(length, length, dtype=torch.bool).triu(1)  # 뒤를 가린다


# %% train
def windows(start, stop, count):
    begin = torch.randint(start, stop - length, (count, 1))
    s = codes[begin + torch.arange(length + 1)]  # (count, 33)
    return s[:, :-1], s[:, 1:]  # 읽는 글과, 한 글자씩 앞선 정답


def train(seed):
    torch.manual_seed(seed)
    model, losses = Writer(n, d, n_heads, length), []
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.005, fused=True)
    for _ in range(n_steps):
        s, target = windows(0, cut, 16)
        loss = F.cross_entropy(model(s, hidden).flatten(0, 1), target.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    s, target = windows(cut, len(codes), 200)
    with torch.no_grad():
        end = F.cross_entropy(model(s, hidden).flatten(0, 1), target.flatten()).item()
    return model, losses, end


# %% compare
pairs = torch.ones(n, n)  # 빈칸이 없게 하나씩 더 본 것으로 친다
pairs.index_put_((codes[: cut - 1], codes[1:cut]), torch.tensor(1.0), accumulate=True)
chance = pairs / pairs.sum(1, keepdim=True)  # 앞 글자마다 다음 글자의 몫
counted = -chance[codes[cut:-1], codes[cut + 1 :]].log().mean().item()
runs = [train(seed) for seed in seeds]
ends = sorted(end for *_, end in runs)
best, middle, worst = ends[0], ends[len(ends) // 2], ends[-1]
guess = torch.tensor(float(n)).log().item()  # 글자를 고르게 찍을 때
n_params = sum(p.numel() for p in runs[0][0].parameters())
print(f"찍기 {guess:.2f}, 세기 {counted:.2f}, 트랜스포머 {best:.2f}~{worst:.2f}")
assert worst < counted

# %% write
model, s = runs[0][0], codes[None, :1]
with torch.no_grad():
    for _ in range(160):
        chance = model(s[:, -length:], hidden)[0, -1].softmax(0)
        s = torch.cat([s, chance.multinomial(1)[None]], dim=1)
print("".join(letters[code] for code in s[0]))
