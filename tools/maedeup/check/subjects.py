"""What a number is the number of: the words around it, and the names that variables go by.

`시험 정확도는 97%이다` has the term 정확도 and the owner 시험. A variable goes by a term if its
name says so (`test_accuracy`), or the comment on its line, or the words before it where a note
binds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from maedeup.check.typed_numbers import Number
from maedeup.notes.note import SENTENCE_END, Note
from maedeup.runs.snippet import Snippet
from maedeup.vault.web import Web

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
_WORDS = {
    word.casefold(): (set(names.split()), kind)
    for words, names, kind in _VOCABULARY
    for word in words.split("|")
}
_TERM = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_BEFORE = re.compile(
    rf"(?i)(?<![A-Za-z])(?P<term>{_TERM})(?:\s수|\s개수)?(?:[은는이가]|은\(는\)|이\(가\)|\sis|\swas|\sof)?"
    r"(?:\s?[:=(]\s?|\s+)(?:약 |모두 |겨우 |무려 )?$"
)
_AFTER = re.compile(rf"(?i)(?:\s?개)?의?\s(?P<term>{_TERM})")
_COMMENT = re.compile(
    rf"(?im)^(?P<name>\w+)[ \t]*=(?!=).*#[ \t]*(?P<owner>[^#\n]*?)(?P<term>{_TERM})"
)
# What tells one quantity from another; nearly all is counted in 개, 번, 가지.
_COUNTER = re.compile(r"\s?(?:층|차원|픽셀|에폭|걸음|명|사람|시점|쌍|줄|그루|마리|초|원)")

# A bound, a guess or a case behind the number, or a sentence that repeats what others say: such
# a number states no result of this note.
_BOUND = re.compile(
    r"\s?(?:개|건|점)?"
    r"(?:[가를을이은는]?\s?(?:이상|이하|미만|초과|넘|보다|안팎|내외|정도|쯤|가량|남짓|밑|아래)"
    r"|대[의를에]?\b|(?:에|와|과)?\s?(?:가까|가깝|비슷|못 미)|이?라면|이면|면\s|이?어도|이?라도"
    r"|여도|인\s|짜리|처럼|\s?포인트|p\b|씩|부터|\s?[~–])"
)
_REPORTED = re.compile(
    r"논문|보고|발표|흔히|알려|적었|라고|가령|예를 들|예컨대|만약|만일|가정|하자|목표|문턱|기준"
    r"|출처|원문|등\s?\(|\b(?:papers?|report\w*|claim\w*|at least|more than|less than|if|about)\b"
)
_OPENERS = set(
    "그래서 따라서 결국 이때 그러면 여기서 위에서 이렇게 그리고 그러므로 마지막에".split()
)
_OPENERS |= set("The the Its its It has have had with reaches gets".split())
_PLAIN_PARTS = set("n total test train val valid final mean best model percent rate".split())
_SPLITS = {"시험": "test", "테스트": "test", "훈련": "train", "학습": "train", "검증": "val"}

Names = dict[tuple[str, str], set[str]]
"""Of a snippet's path and a variable: the terms, owners and counters said of it."""


def find_term(number: Number, text: str) -> str:
    """Give the term that stands directly before or after a number; may be empty."""
    if before := _BEFORE.search(lead_of(text, number.start)):
        return before["term"].casefold()
    after = _AFTER.match(text, number.end)
    return after["term"].casefold() if after else ""


def find_owner(lead: str) -> str:
    """Give the word that says whose quantity the end of `lead` is about; may be empty."""
    before = _BEFORE.search(lead)
    words = lead[: before.start() if before else len(lead)].split()
    return words[-1] if words and words[-1] not in _OPENERS else ""


def find_counter(text: str, offset: int) -> str:
    """Give the word that counts what the number before `offset` tells: 층, 명; may be empty."""
    counter = _COUNTER.match(text, offset)
    return counter[0].strip() if counter else ""


def fits_term(number: Number, term: str) -> bool:
    """Say whether a number has the form of the quantity: 97% and 0.97, not 97."""
    kind = _WORDS[term][1]
    if kind == "ratio" and number.percent:
        return number.value not in (0, 50, 100)  # as by chance, or none and all
    if number.digits < 2:
        return False
    if kind == "ratio":
        return 0 < number.value < 1
    if kind == "measure":
        return not number.whole and not number.percent
    return (number.whole or number.form == "unit") and number.value >= 100


def may_contradict(number: Number, term: str, value: float, whole: bool) -> bool:
    """Say whether a value is of the kind that the number and its term tell of."""
    kind = _WORDS[term][1]
    if kind == "ratio":
        return not whole and 0 <= value <= (100 if number.percent else 1)
    if kind == "measure":
        return not whole
    return whole and abs(value - number.value) <= 0.1 * value  # else another model is meant


def is_called(path: str, name: str, term: str, names: Names) -> bool:
    """Say whether a variable goes by a term."""
    parts = {*name.lower().split("_"), name.lower()}
    return bool(parts & _WORDS[term][0]) or term in names.get((path, name), ())


def is_owned(path: str, name: str, owner: str, term: str, names: Names) -> bool:
    """Say whether a variable is that of the owner: 시험 정확도 is `test_accuracy`."""
    parts = set(name.lower().split("_"))
    if owner in names.get((path, name), ()):
        return True
    if owner:
        return _SPLITS.get(owner, owner.casefold()) in parts
    return parts - _WORDS[term][0] <= _PLAIN_PARTS or name in _WORDS[term][0]


def is_hedged(number: Number, text: str) -> bool:
    """Say whether a number is a bound, a guess or a case, or what others report."""
    end = SENTENCE_END.search(text, number.end)
    sentence = lead_of(text, number.start) + text[number.start : end.start() if end else len(text)]
    return bool(_BOUND.match(text, number.end) or _REPORTED.search(sentence))


def collect_names(web: Web, note: Note, text: str, snippets: Iterable[Snippet]) -> Names:
    """Give what the note, where it binds variables, and their own comments call them."""
    names: Names = {}
    for snippet in snippets:
        for name, words in _comments(snippet.text):
            names.setdefault((snippet.path, name), set()).update(words)
    for reference in note.references:
        if reference.embed and reference.kind == "snippet" and reference.anchor:
            found = web.vault.find_snippets(reference.target)
            if len(found) != 1:
                continue
            said = names.setdefault((found[0].path, reference.anchor), set())
            lead = lead_of(text, reference.start)
            if before := _BEFORE.search(lead):
                said |= {before["term"].casefold(), find_owner(lead)}
            if counter := find_counter(text, reference.end):
                said.add(counter)
    return names


@lru_cache(maxsize=1024)
def _comments(code: str) -> tuple[tuple[str, tuple[str, str]], ...]:
    return tuple(
        (match["name"], (match["term"].casefold(), (match["owner"].split() or [""])[-1]))
        for match in _COMMENT.finditer(code)
    )


def lead_of(text: str, offset: int) -> str:
    """Give what stands before an offset in its sentence."""
    row = text[max(0, offset - 200) : offset]
    return SENTENCE_END.split(row)[-1].lstrip("-*+> \t|")
