"""직선을 그린다."""

# %% line
import matplotlib.pyplot as plt
import pandas as pd

points = pd.DataFrame({"x": [0, 1, 2], "y": [0.0, 0.5, 1.0]})
fig, ax = plt.subplots(num="line", figsize=(3, 2))
ax.plot(points["x"], points["y"])
ax.set(title="직선", xlabel="입력", ylabel="출력")
