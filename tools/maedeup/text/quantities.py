"""The words by which sentences say what a number is the number of, and how sure they are."""

from __future__ import annotations

import re

# The words in a note, the parts of a variable's name, and what such a quantity is.
_VOCABULARY = (
    ("정확도|정답률|accuracy", "accuracy acc score", "ratio"),
    ("정밀도|precision", "precision", "ratio"),
    ("재현율|recall", "recall", "ratio"),
    ("F1", "f1", "ratio"),
    ("AUC", "auc", "ratio"),
    ("오류율|오차율", "error_rate", "ratio"),
    ("손실|손실값|loss", "loss", "measure"),
    ("RMSE", "rmse", "measure"),
    ("MSE", "mse", "measure"),
    ("MAE", "mae", "measure"),
    ("결정계수|R²", "r2", "measure"),
    ("파라미터|매개변수|가중치|parameters", "params parameters n_params n_weights", "count"),
)
WORDS = {
    word.casefold(): (set(names.split()), kind)
    for words, names, kind in _VOCABULARY
    for word in words.split("|")
}
"""Of each word, the parts of variables' names that mean it, and its kind."""

_TERM = "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
BEFORE = re.compile(
    rf"(?i)(?<![A-Za-z])(?P<term>{_TERM})(?:\s수|\s개수)?(?:[은는이가]|은\(는\)|이\(가\)|\sis|\swas|\sof)?"
    r"(?:\s?[:=(]\s?|\s+)(?:약 |모두 |겨우 |무려 )?$"
)
"""The word before a number that it is the number of: 정확도는, accuracy is."""

AFTER = re.compile(rf"(?i)(?:\s?개)?의?\s(?P<term>{_TERM})")
COMMENT = re.compile(
    rf"(?im)^(?P<name>\w+)[ \t]*=(?!=).*#[ \t]*(?P<owner>[^#\n]*?)(?P<term>{_TERM})"
)
"""What the comment on a variable's line calls it."""

# What tells one quantity from another; nearly all is counted in 개, 번, 가지.
COUNTER = re.compile(r"\s?(?:층|차원|픽셀|에폭|걸음|명|사람|시점|쌍|줄|그루|마리|초|원)")

# A bound, a guess or a case behind the number, or a sentence that repeats what others say: such
# a number states no result of this note.
BOUND = re.compile(
    r"\s?(?:개|건|점)?"
    r"(?:[가를을이은는]?\s?(?:이상|이하|미만|초과|넘|보다|안팎|내외|정도|쯤|가량|남짓|밑|아래)"
    r"|대[의를에]?\b|(?:에|와|과)?\s?(?:가까|가깝|비슷|못 미)|이?라면|이면|면\s|이?어도|이?라도"
    r"|여도|인\s|짜리|처럼|\s?포인트|p\b|씩|부터|\s?[~–])"
)
REPORTED = re.compile(
    r"논문|보고|발표|흔히|알려|적었|라고|가령|예를 들|예컨대|만약|만일|가정|하자|목표|문턱|기준"
    r"|출처|원문|등\s?\(|\b(?:papers?|report\w*|claim\w*|at least|more than|less than|if|about)\b"
)
OPENERS = set(
    "그래서 따라서 결국 이때 그러면 여기서 위에서 이렇게 그리고 그러므로 마지막에".split()
)
OPENERS |= set("The the Its its It has have had with reaches gets".split())
"""Words that stand before a quantity and own none."""

SPLITS = {"시험": "test", "테스트": "test", "훈련": "train", "학습": "train", "검증": "val"}
"""Parts of a data set, as variables name them."""
