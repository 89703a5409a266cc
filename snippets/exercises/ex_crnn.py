"""연습: 시점마다의 글자를 문자열로 줄인다."""

# /// script
# [tool.maedeup.variants.blanks-first]
# title = "빈칸을 먼저 지우면 사이의 빈칸이 지키던 두 글자가 하나로 합쳐진다"
# replace = { "groupby(path)" = "groupby(path.replace(\"-\", \"\"))" }
#
# [tool.maedeup.variants.no-merge]
# title = "합치지 않으면 한 글자를 여러 시점에 걸쳐 낼 수 없다"
# replace = { "\"\".join(c for c, _ in groupby(path))" = "path" }
# ///

# %% setup
from itertools import groupby


# %% collapse
def collapse(path):
    merged = "".join(c for c, _ in groupby(path))
    return merged.replace("-", "")


# %% collapse-check
assert collapse("--33-7") == "37"
assert collapse("1-1") == "11", "사이에 빈칸이 있으면 두 글자이다"
assert collapse("11") == "1", "잇따른 같은 글자는 한 글자이다"
