"""빈자리를 가리면 채운 만큼 답이 달라지지 않고, 어텐션은 이웃의 가중 평균이다.

주장: 뒤를 채운 글에서 채운 자리의 점수를 음의 무한대로 두면 채우기 전과 출력이 같다. 가리지 않으면
    채운 수에 따라 출력이 달라진다. 키의 길이가 모두 같으면 내적의 소프트맥스와 거리의 가우스 무게가
    같다.
출처: 매듭의 실험 (PyTorch)
"""

# %% setup
import torch

torch.manual_seed(0)
d = 8
query, word = torch.randn(1, d), torch.randn(3, d)  # 낱말 셋짜리 글


# %% mask
def attend(q, kv, length):
    scores = q @ kv.T / d**0.5  # (1, L)
    scores[:, length:] = -torch.inf  # 글이 끝난 뒤의 자리
    return scores.softmax(1) @ kv


def padded(n):
    return torch.cat([word, torch.zeros(n, d)])


alone = attend(query, word, 3)
hidden = (attend(query, padded(5), 3) - alone).abs().max().item()
shown = [(attend(query, padded(n), n + 3) - alone).abs().max().item() for n in (1, 5, 20)]
open_one, open_five, open_twenty = shown
print(f"가리면 {hidden:.0e}, 가리지 않고 1, 5, 20칸을 채우면 {[round(v, 2) for v in shown]}")
assert hidden < 1e-6 and open_one < open_five < open_twenty

# %% neighbours
key = torch.nn.functional.normalize(torch.randn(100, 2), dim=1)  # 길이가 모두 1
asked, width = key[0], 0.3
by_product = (key @ asked / width**2).softmax(0)
by_distance = torch.exp(-((key - asked) ** 2).sum(1) / (2 * width**2))
product_gap = (by_product - by_distance / by_distance.sum()).abs().max().item()
print(f"두 무게의 차이 {product_gap:.0e}")
assert product_gap < 1e-6
