"""표에서는 깊지 않아도 된다: 특성이 이미 사람의 말로 적혀 있을 때.

주장: 유방암 표에서 로지스틱 회귀는 은닉층 둘인 신경망에 뒤지지 않는다(5겹 교차 검증).
    신경망의 시드 다섯 모두에서 그렇다.
출처: sklearn breast_cancer; Grinsztajn, Oyallon & Varoquaux (2022)
"""

# %% setup
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_breast_cancer(return_X_y=True)  # (569, 30)
n_rows, n_columns = X.shape


# %% compare
def accuracy(model):
    return float(cross_val_score(make_pipeline(StandardScaler(), model), X, y).mean())


shallow = accuracy(LogisticRegression())
mlps = [MLPClassifier((64, 64), learning_rate_init=0.01, random_state=s) for s in range(5)]
runs = [accuracy(mlp) for mlp in mlps]
print(f"로지스틱 회귀 {shallow:.3f}, 은닉층 둘인 신경망 {[round(run, 3) for run in runs]}")
assert shallow > max(runs) - 0.01

# %% weights
n_shallow = n_columns + 1
n_deep = 30 * 64 + 64 + 64 * 64 + 64 + 64 + 1
print(f"배운 수: {n_shallow}개와 {n_deep}개")
