"""보이는 것의 갈래: 셀이 만든 것은 Jupyter가 보이는 대로 보인다.

주장: 차례와 꼴이 Jupyter와 같다.
출처: https://ipython.readthedocs.io/en/stable/config/integrating.html
"""

# %% setup
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import sympy as sp
from IPython.display import HTML, Audio, Markdown, display
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %% order
for step in (1, 2):
    print(f"{step}번째 그림")
    plt.figure(f"order-{step}", figsize=(3, 1.6))
    plt.plot([0, step])
    plt.show()

# %% table
grid = pd.MultiIndex.from_product([["훈련", "시험"], [1, 2]], names=["몫", "시드"])
pd.DataFrame({"정확도": [0.98, 0.97, 0.91, 0.93], "걸음": [1200, 1500, 300, 300]}, index=grid)

# %% styled
small = pd.DataFrame({"모델": ["작은 것", "큰 것"], "정확도": [0.912, 0.973]})
small.style.highlight_max(subset=["정확도"], color="#e0b94a").format({"정확도": "{:.1%}"})

# %% formula
x = sp.Symbol("x")
area = sp.Integral(sp.exp(-(x**2)), (x, -sp.oo, sp.oo))
assert area.doit() == sp.sqrt(sp.pi)
sp.Eq(area, area.doit())

# %% picture
ramp = np.linspace(0, 255, 16).astype(np.uint8)
Image.fromarray(np.add.outer(ramp // 2, ramp // 2))

# %% markdown
Markdown("**굵은 글**과 $a^2 + b^2 = c^2$")

# %% diagram
make_pipeline(StandardScaler(), LogisticRegression(C=0.5))

# %% sound
rate = 8000
Audio(np.sin(2 * np.pi * 440 * np.arange(rate // 4) / rate), rate=rate)


# %% own
class Bar:
    """0과 1 사이의 수를 막대로 보인다."""

    def __init__(self, share):
        self.share = share

    def _repr_html_(self):
        return f'<meter value="{self.share}"></meter> {self.share:.0%}'


display(Bar(0.25), HTML("<em>그 다음</em>"))
Bar(0.75)

# %% terminal
print("\033[32m통과\033[0m \033[1;31m실패\033[0m")
for done in (1, 2, 3):
    print(f"\r{done}/3", end="")
print(" 끝")

# %% plain
object()
