"""What one start leaves to the next: it is what would be found, or it is not used."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from maedeup.hosts.settings import load_settings
from maedeup.notes import grammar
from maedeup.runs.product import Figure, Products, Shape, Text, Value
from maedeup.runs.receipt import Receipt
from maedeup.runs.results import Results
from maedeup.runs.store import Result, Store, StoredProducts, read_sealed, write_sealed
from maedeup.text.paths import SourcePath
from maedeup.vault import bibliography, first_read, kept_files, mentions
from maedeup.vault.vault import Vault, read_vault
from maedeup.vault.web import join

from .conftest import write_files

SNIPPET = '''\
# /// script
# [tool.maedeup]
# timeout_s = 30
# aliases = ["하나"]
# [tool.maedeup.variants.more]
# title = "더"
# claims = ["x > 1"]
# replace = { "x = 1" = "x = 2" }
# ///
"""둘."""

# %% a tags=["hide-input"]
x = 1
text = """
# %% no cell
"""

# %% [markdown]
# # 제목
#
# 글이다.

# %% 긴 이름의 셀
print(x)
'''
FILES = {
    "mkdocs.yml": "site_name: t\n",
    "docs/index.md": "# 홈\n\n합성곱은 [[one]]과 다르다. `[[no]]`는 아니다.\n\n- ![[x0.py#x]]\n",
    "docs/one.md": (
        "---\ntitle: 합성곱\n---\n\n> ```py\n> 홈\n> ```\n\n$a$와 [[index|홈]]이다. ^mark\n\n"
        "## 까닭 $b$ {#why}\n\n둘째\n----\n\n$$c$$ ^eq-c\n"
    ),
    **{f"docs/more{n}.md": f"합성곱은 {n}이다.\n" for n in range(60)},
    **{f"snippets/x{n}.py": SNIPPET + f"print({n})\n" for n in range(60)},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path, FILES)
    return tmp_path


def read(root: Path) -> Vault:
    return read_vault(dataclasses.replace(load_settings(root), ask_host=None))


def said(vault: Vault) -> list[object]:
    """Return all that was found in texts."""
    notes = vault.notes.items()
    return [
        *((path, s, s.cells, s.options) for path, s in vault.snippets.items()),
        *((path, v, [(s.cells, s.options) for s in v]) for path, v in vault.variants.items()),
        *((uri, note, [getattr(note, name) for name in first_read.FOUND]) for uri, note in notes),
        *((uri, grammar.find_opaque(note.body)) for uri, note in notes),
        vault.problems,
    ]


def never(*_: object) -> None:
    raise AssertionError("parsed again")


def test_next_start_parses_nothing_again_and_reads_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = said(read(root))
    monkeypatch.setattr(first_read, "parse_snippet", never)
    for name in first_read.FOUND.keys() - {"headings"}:  # which a note without a title has read
        monkeypatch.setattr(f"maedeup.notes.note.find_{name}", never)
    assert said(read(root)) == first


def test_only_a_text_that_changed_is_parsed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(root)
    write_files(root, {"snippets/x1.py": SNIPPET.replace("x = 1", "x = 3")})
    parsed, plain = [], first_read.parse_snippet

    def told(path: SourcePath, text: str) -> object:
        parsed.append(path)
        return plain(path, text)

    monkeypatch.setattr(first_read, "parse_snippet", told)
    vault = read(root)
    assert parsed == ["snippets/x1.py"]
    assert "x = 3" in vault.snippets[SourcePath("snippets/x1.py")].cells[1].source
    assert vault.variants[SourcePath("snippets/x1.py")][0].cells[1].source.startswith("x = 2")


@pytest.mark.parametrize("change", ["code", "python", "bytes", "form", "rows"])
def test_what_other_code_found_and_what_is_broken_is_not_used(
    root: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    first = said(read(root))
    file = root / ".maedeup/cache/read"
    kept = json.loads(read_sealed(file) or b"{}")
    assert len(kept["found"]) > 100
    if change == "code":
        monkeypatch.setattr(kept_files, "tool_digest", lambda: "another")
    elif change == "python":
        monkeypatch.setattr(kept_files, "python_version", lambda: "another")
    elif change == "bytes":
        file.write_bytes(file.read_bytes().replace(b"index", b"other"))
    elif change == "form":
        write_sealed(file, json.dumps(kept | {"found": {k: [] for k in kept["found"]}}).encode())
    else:
        odd = {k: {"cells": 1, "options": {"no": 1}, "references": [1]} for k in kept["found"]}
        write_sealed(file, json.dumps(kept | {"found": odd}).encode())
    parsed, plain = [], first_read.parse_snippet

    def told(path: SourcePath, text: str) -> object:
        parsed.append(path)
        return plain(path, text)

    monkeypatch.setattr(first_read, "parse_snippet", told)
    assert said(read(root)) == first
    assert len(parsed) == 60


def test_what_json_cannot_tell_is_not_kept(root: Path) -> None:
    dated = SNIPPET.replace('title = "더"', 'title = "더"\n# day = 2026-01-02')
    write_files(root, {"snippets/x0.py": dated})
    first = said(read(root))
    assert said(read(root)) == first


def test_mentions_after_a_new_start_are_what_a_search_of_all_finds(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(root: Path) -> object:
        web = join(read(root), Results())
        return web.mentions

    first = found(root)
    assert len(first["more7.md"]) == 1  # type: ignore[index]
    searched, plain = [], mentions.Mentions._find_raw

    def told(self: mentions.Mentions, note: object) -> object:
        searched.append(note)
        return plain(self, note)  # type: ignore[arg-type]

    monkeypatch.setattr(mentions.Mentions, "_find_raw", told)
    assert found(root) == first
    assert searched == []
    # Another name, another text, a name less: what is found is what a start from nothing finds.
    write_files(
        root,
        {
            "docs/one.md": FILES["docs/one.md"].replace("title: 합성곱", "title: 다르다"),
            "docs/more3.md": "다르다고 한다. 합성곱은 없다.\n",
            "docs/more4.md": "---\ntitle: 아니다\n---\n\n합성곱은 4이다.\n",
        },
    )
    again = found(root)
    (root / ".maedeup/cache/mentions").unlink()
    assert found(root) == again != first


def test_bibliography_after_a_new_start_is_what_its_parser_finds(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = "@book{key, author = {Ada %s and others}, title = {T}, year = {1843}}\n"
    write_files(root, {"docs/references.bib": entry % "Lovelace"})
    parsed, plain = [], bibliography.parse_works

    def told(path: SourcePath, text: str) -> object:
        parsed.append(path)
        return plain(path, text)

    monkeypatch.setattr(bibliography, "parse_works", told)
    first = read(root).works
    assert first["key"].authors == ("Lovelace", "others")
    assert read(root).works == first
    assert len(parsed) == 1
    write_files(root, {"docs/references.bib": entry % "Byron"})
    assert read(root).works["key"].authors == ("Byron", "others")
    write_files(root, {"docs/references.bib": "@book{key, title = {T}}\n"})
    assert [p.code for p in read(root).problems] == ["broken-bibliography"]
    assert [p.code for p in read(root).problems] == ["broken-bibliography"]


def products(text: str) -> Products:
    return Products(
        cells={"a": [Text("stdout", text), Figure(text or "f", "<svg/>", text, 1.0, 2.0)]},
        values={"x": Value("x", 1, "1")},
        tables={},
        error=None,
        failed=False,
        seconds=0.5,
        device="CPU",
        shown_versions={"Python": "3.11.7"},
        shapes=[Shape(1, "x", [], None, None, False, False, False)],
    )


ODD = ["", "f", '}, "device": "', '"label": "x"', "\\", 'a "b"', '\\"}, "device": "', "한글\n"]


@pytest.mark.parametrize("text", ODD)
def test_stored_products_are_those_that_were_stored(text: str) -> None:
    made = products(text)
    read = StoredProducts.read(made.to_json().encode())
    for field in dataclasses.fields(Products):
        assert getattr(read, field.name) == getattr(made, field.name)
    assert (
        dataclasses.replace(read, seconds=1.0).to_json()
        == dataclasses.replace(made, seconds=1.0).to_json()
    )


@pytest.mark.parametrize("text", ODD)
def test_figure_of_stored_products_is_found_by_its_label_alone(tmp_path: Path, text: str) -> None:
    store, made = Store(tmp_path), products(text)
    receipt = Receipt(SourcePath("snippets/x.py"), source="key", exact=False)
    store.put(Result(made, receipt, datetime(2026, 1, 2, tzinfo=UTC)))
    (entry,) = store.entries(SourcePath("snippets/x.py"))
    for label in ODD:
        unread = store.find_unread(entry)
        assert unread is not None
        assert unread.drawing(label) == made.figures().get(label)


def test_start_imports_nothing_for_notebooks_that_nobody_asks_for(root: Path) -> None:
    pytest.importorskip("mkdocs_jupyter")
    code = (
        "import sys\nfrom mkdocs.config import load_config\n"
        "load_config('mkdocs.yml')\n"
        "assert 'mkdocs_jupyter.plugin' in sys.modules\n"
        "print([n for n in ('nbconvert', 'nbformat', 'jupyter_client') if n in sys.modules])\n"
        "import mkdocs_jupyter.convert\nprint(callable(mkdocs_jupyter.convert.nb2html))\n"
    )
    (root / "mkdocs.yml").write_text("site_name: t\nplugins: [maedeup, mkdocs-jupyter]\n")
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert run.stdout == "[]\nTrue\n", run.stderr
