"""While serving: what a browser gets is what a build makes, and nothing is made before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import write_files
from .serving import Served

SETTINGS = """\
site_name: 시험
site_description: 저장하면 바로 나온다.
theme:
  name: material
  language: ko
  font: false
  custom_dir: theme
plugins:
  - search
  - tags
  - maedeup:
      recent: 5
markdown_extensions:
  - attr_list
  - tables
  - md_in_html
  - footnotes
  - toc
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.details
"""

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92"
    b"\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)

FILES: dict[str, str | bytes] = {
    "mkdocs.yml": SETTINGS,
    "theme/main.html": '{% extends "base.html" %}\n',
    "docs/index.md": "# 홈\n\n[[one]]에서 [[two]]로, [[three]]와 [[four]]로 간다.\n",
    "docs/tags.md": "# 분류\n\n<!-- material/tags -->\n",
    "docs/notes/one.md": (
        "---\ntitle: 하나\naliases: [일등]\ntags: [가, 나]\n---\n"
        "값은 ![[one.py#total|.1f]]이고 $x^2$이다.\n\n![[one.py#sum]]\n\n"
        "## 자세히\n\n그 까닭은 [[two#이유]]에 있다.\n"
    ),
    "docs/notes/two.md": (
        "---\ntitle: 둘\ntags: [가]\n---\n둘은 [[one]]의 다음이다.\n\n## 이유\n\n"
        "$$\\alpha + \\beta$$ ^eq-sum\n"
    ),
    "docs/notes/three.md": (
        "# 셋\n\n셋은 하나 뒤에 온다. [[two#^eq-sum]]을 보라.\n\n![[two#이유]]\n\n"
        "![점](../pictures/dot.png)\n"
    ),
    "docs/notes/four.md": "---\ntitle: 넷\nrequires: [two]\n---\n넷.\n\n![[plot.py#curve]]\n",
    "docs/pictures/dot.png": PICTURE,
    "docs/synonyms.yml": "- [하나, 첫째]\n",
    "docs/redirects.yml": "notes/uno: one\n",
    "snippets/one.py": "# %% sum\ntotal = 1.0 + 2\nprint(total)\n",
    "snippets/plot.py": (
        "# %% plot\nimport matplotlib.pyplot as plt\n\n"
        'fig, ax = plt.subplots(num="curve", figsize=(2, 1))\nax.plot([0, 1])\n'
    ),
    "snippets/alone.py": '"""아무도 쓰지 않는다."""\n# %% a\nprint("홀로")\n',
}

Change = Callable[[Path], None]


def replace(file: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), "utf-8")

    return change


def write(file: str, content: str | bytes) -> Change:
    return lambda root: write_files(root, {file: content})


def rename(old: str, new: str) -> Change:
    return lambda root: (root / old).rename(root / new) and None


def remove(file: str) -> Change:
    return lambda root: (root / file).unlink()


# One after the other, while the same server runs.
CHANGES: dict[str, Change] = {
    "a sentence": replace("docs/notes/two.md", "다음이다.", "다음에 오는 수이다."),
    "a sentence that links": replace("docs/notes/two.md", "둘은", "둘은 [[three]]가 아니라"),
    "a title": replace("docs/notes/one.md", "title: 하나", "title: 하나와 $y$"),
    "a title in a heading": replace("docs/notes/three.md", "# 셋", "# 셋째 것"),
    "a title in a heading with a link": replace("docs/notes/three.md", "# 셋째 것", "# 셋 *째*"),
    "a heading that is linked to": replace("docs/notes/two.md", "## 이유", "## 까닭"),
    "that heading again": replace("docs/notes/two.md", "## 까닭", "## 이유"),
    "a new note": write(
        "docs/notes/five.md", "---\ntitle: 다섯\ntags: [나]\n---\n다섯은 [[one]].\n"
    ),
    "a note that is renamed": rename("docs/notes/five.md", "docs/notes/six.md"),
    "a note that goes": remove("docs/notes/six.md"),
    "a note that another refers to goes": remove("docs/notes/four.md"),
    "it comes back": write("docs/notes/four.md", FILES["docs/notes/four.md"]),
    "a number in a snippet": replace("snippets/one.py", "1.0 + 2", "1.5 + 2"),
    "a comment in a snippet": replace("snippets/one.py", "total = ", "# 합\ntotal = "),
    "a snippet that fails": replace("snippets/one.py", "1.5 + 2", "1 / 0"),
    "a snippet that is mended": replace("snippets/one.py", "1 / 0", "4.0"),
    "a figure": replace("snippets/plot.py", "[0, 1]", "[1, 0]"),
    "a new snippet": write("snippets/new.py", "# %% a\nprint(5)\n"),
    "a note that shows it": replace("docs/notes/two.md", "## 이유", "![[new.py]]\n\n## 이유"),
    "that snippet goes": remove("snippets/new.py"),
    "synonyms": write("docs/synonyms.yml", "- [하나, 처음]\n- [둘, 다음]\n"),
    "former addresses": write("docs/redirects.yml", "notes/uno: one\nnotes/dos: two\n"),
    "planned notes": write("docs/planned.yml", "five: 다섯\n"),
    "the site's name": replace("mkdocs.yml", "site_name: 시험", "site_name: 다른 시험"),
    "a navigation": lambda root: write_files(
        root,
        {"mkdocs.yml": SETTINGS + "nav:\n  - index.md\n  - 수: [notes/one.md, notes/three.md]\n"},
    ),
    "a title that the navigation shows": replace("docs/notes/three.md", "# 셋 *째*", "# 셋"),
    "an override of the theme": write(
        "theme/main.html", '{% extends "base.html" %}\n{% block announce %}알림{% endblock %}\n'
    ),
    "a picture": write("docs/pictures/dot.png", PICTURE + b"\0"),
    "a new picture": write("docs/pictures/other.png", PICTURE),
    "an alias": replace("docs/notes/one.md", "[일등]", "[일등, 첫째]"),
    "a sentence that calls it": replace("docs/notes/two.md", "수이다.", "수이다. 첫째와 다르다."),
    "a tag": replace("docs/notes/two.md", "tags: [가]", "tags: [가, 다]"),
    "no tag": replace("docs/notes/two.md", "tags: [가, 다]\n", ""),
    "what an embed shows": replace("docs/notes/two.md", "\\alpha", "\\gamma"),
    "what a note requires": replace("docs/notes/four.md", "requires: [two]", "requires: [one]"),
    "front matter that is no YAML": replace("docs/notes/four.md", "title: 넷", "title: [넷"),
    "and again is": replace("docs/notes/four.md", "title: [넷", "title: 넷"),
    "a note that is a guide": replace("docs/notes/four.md", "title: 넷", "title: 넷\nkind: guide"),
    "a note with the graph": write("docs/graph.md", "---\ntitle: 그림\n---\n![[list:graph]]\n"),
    "a note that is no text": write("docs/notes/four.md", b"\xff\xfe\x00\xd8"),
    "and is text again": write("docs/notes/four.md", FILES["docs/notes/four.md"]),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("serving") / "vault"
    write_files(root, FILES)
    site = Served(root)
    yield site
    site.stop()


def test_every_change_is_served_as_a_cold_build_makes_it(served: Served) -> None:
    assert len(CHANGES) >= 25
    served.assert_same_as_a_cold_build()
    for name, change in CHANGES.items():
        change(served.root)
        start = len(served.printed())
        try:
            served.assert_same_as_a_cold_build()
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}\n{served.printed()[start:]}") from error
