"""One Markdown object makes all pages of a build, and each is what a new one would make of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from maedeup.hosts import one_markdown
from mkdocs.structure import pages as host

from .conftest import SITE, build_site, write_files

TEXT = """\
# 제목

[^1] ![[one.py#total]] [하나](one.md) **굵게** `코드` $x^2$ <b id="raw">날것</b>

!!! note "쪽지"
    안

    ??? tip
        더 안

말
:   뜻

| 가 | 나 |
|---|---|
| 1 | 2 |

## 같은 제목 {#here}

HTML

<div markdown="1">*속*</div>

```python
x = 1
```

[^1]: 각주

*[HTML]: 말
"""

FILES = {
    "mkdocs.yml": SITE,
    "docs/index.md": "# 홈\n\n[[one]]\n",
    "docs/notes/one.md": TEXT,
    "docs/notes/three.md": "## 같은 제목\n\nHTML\n\n[^1]\n",
    "docs/notes/two.md": TEXT + "\n## 끝 ^end\n\n문단 ^block\n",
    "snippets/one.py": '"""하나."""\n\n# %% total\ntotal = 3\n',
}

EXTENSIONS = [
    *(name for name in sorted(one_markdown.FORGETTING) if name != "maedeup"),
    {"toc": {"permalink": True}},
    {"pymdownx.highlight": {"anchor_linenums": True, "linenums": True}},
]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return the Markdown objects that pages are made by, as they come."""
    found: list[object] = []
    plain = host._RawHTMLPreprocessor._register

    def told(self: Any, md: object) -> None:
        found.append(md)
        plain(self, md)

    monkeypatch.setattr(host._RawHTMLPreprocessor, "_register", told)
    return found


@pytest.mark.parametrize(
    "extensions",
    [EXTENSIONS, [*EXTENSIONS, {"footnotes": {"UNIQUE_IDS": True}}], ["pymdownx.tabbed", "tables"]],
)
def test_pages_are_those_of_an_object_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[object], extensions: list[Any]
) -> None:
    tabs = '\n=== "하나"\n\n    안\n'
    write_files(tmp_path, FILES | {f"docs/notes/tabs-{n}.md": tabs for n in range(2)})
    one = build_site(tmp_path, markdown_extensions=extensions)
    objects = len({id(md) for md in made})
    assert objects == (1 if extensions is EXTENSIONS else len(made))
    shutil.rmtree(tmp_path / ".maedeup/pages")
    monkeypatch.setattr(one_markdown, "FORGETTING", {""})
    other = build_site(tmp_path, markdown_extensions=extensions)
    pages = [name for name in one if name.endswith(".html")]
    assert len(pages) > len(FILES) - 3
    for name in pages:
        assert undated(one[name]) == undated(other[name])


def undated(page: bytes) -> bytes:
    """Return a page without the time at which it was built."""
    return re.sub(rb"(?m)^Build Date.*$", b"", page)
