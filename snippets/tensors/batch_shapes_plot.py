"""데이터 종류별 배치 모양의 그림: 상자 하나가 표본 하나이고, 상자가 늘어선 쪽이 배치 축이다.

출처: 파이토치 학습 절차 노트
"""

# %% setup
import matplotlib.pyplot as plt
from blocks import clean, draw_block

# %% shapes-plot
# 이름, 상자의 (깊이, 행, 열), 색, 자리
kinds = [
    ("표 (N, C)", (3, 1, 1), "C0", 0, 5),
    ("시계열 (N, C, L)", (3, 1, 6), "C0", 14.5, 5),
    ("이미지 (N, C, H, W)", (3, 3, 4), "C0", 0, -1.6),
    ("3차원 이미지 (N, C, D, H, W)", (5, 3, 4), "C1", 14.5, -1.6),
]
fig, ax = plt.subplots(num="batch-shapes", figsize=(8.5, 4.2))
for name, block, color, x, y in kinds:
    right = x
    for _ in range(2):
        right, top = draw_block(ax, right, y, *block, color=color)
        right += 0.5
    ax.text((x + right - 0.5) / 2, y - 0.35, name, ha="center", va="top")
clean(ax, "상자 하나가 표본 하나: 파랑은 채널, 다른 색은 깊이가 뒤로 쌓인다")
fig.tight_layout()
