"""One small vault, built in three languages: a reader sees none of the other two."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from maedeup.hosts.cli import main
from maedeup.text.strings import LANGUAGES, Strings

from .conftest import build_site, write_files
from .test_strings import HANGUL, KEYS

# Its own texts are of no language, so that whatever is of one is ours.
X = """\
\"\"\"Xx.\"\"\"

# %% data
import sys

import numpy as np
import pandas as pd

r = 2.5
n = 7
x = np.ones((3, 4))
t = pd.DataFrame({"q": np.arange(80)})
t

# %% prints
print("zz", r)
print("zz", file=sys.stderr)
assert r == 2.5, "rr"

# %% draws
import matplotlib.pyplot as plt

plt.figure("curve", figsize=(2, 2))
plt.plot([0, 1], label="ll")
plt.xlabel("xx")
plt.ylabel("yy")
plt.legend()

# %% family
for rate in (1, 2):
    plt.figure(f"rate@{rate}", figsize=(2, 2))
    plt.plot([0, rate])

# %% film
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(num="film", figsize=(2, 2))
(line,) = ax.plot([0], [0])
film = FuncAnimation(fig, lambda i: line.set_data([0, i], [0, i]), frames=12)
"""
VARIANT = """\
# /// script
# [tool.maedeup.variants.half]
# title = "Hh"
# replace = { "r = 2.5" = "r = 1.5" }
# ///
"""
FILES = {
    "docs/index.md": "# Ii\n\n[[aa]] [[bb]]\n",
    "docs/notes/aa.md": (
        "---\ntitle: Aa\naliases: [Alias]\ntags: [tt]\nkind: concept\n---\n"
        "**Aa** [[bb]] ![[x.py#r]] [@k2020] [[pp]].\n\n"
        "## Code\n\n![[x.py#data]]\n\n![[x.py#prints]]\n\n![[x.py#curve|Cc|alt: Vv]]\n\n"
        "[[x.py#curve]] [[bb#^eq-e]]\n\n![[x.py#family]]\n\n![[x.py#film]]\n\n"
        "![[x.py#data|fold]]\n\n"
        "> [!note]\n> Nn.\n\n![[x.py#prints?half]]\n\n![[y.py#one]]\n\n![[bb#Part]]\n"
    ),
    "docs/notes/bb.md": (
        "---\ntitle: Bb\nrequires: [aa]\n---\n**Bb** [[aa]], Cc.\n\n## Part\n\n"
        "$$\na = b\n$$ ^eq-e\n\n[[#^eq-e]]\n\n"
        '??? correction "Tt"\n    Uu.\n\n    ![[y.py#one]]\n\n'
        '??? correction slip "Ss"\n    Ww.\n'
    ),
    "docs/notes/cc.md": "---\ntitle: Cc\nkind: map\n---\n**Cc** [[aa]].\n\n![[list:graph]]\n",
    "docs/notes/dd.md": (
        "---\ntitle: Dd\nkind: map\n---\n**Dd** [[aa]].\n\n![[list:corrections]]\n\n"
        "![[list:slips]]\n\n![[path:aa→bb]]\n"
    ),
    "docs/planned.yml": "pp: Pp\n",
    "docs/redirects.yml": "notes/old: aa\n",
    "docs/references.bib": (
        "@inproceedings{k2020,\n title={Tt},\n author={Kk, Ll},\n year={2020},\n"
        " booktitle={Vv},\n pages={1--2},\n}\n"
    ),
    "snippets/x.py": X.replace('"""\n\n# %% data', f'"""\n\n{VARIANT}\n# %% data', 1),
    "snippets/y.py": '"""Yy."""\n\n# %% one\nprint("yy")\n',
}


SETTINGS = "site_name: t\ntheme: {{name: material, language: {}}}\n"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The files of the site in each language; all are made of the results of the first."""
    root = tmp_path_factory.mktemp("languages") / "vault"
    write_files(root, FILES)
    name = ["-c", "user.name=t", "-c", "user.email=t@t"]
    made = {}
    for code in LANGUAGES:
        (root / "mkdocs.yml").write_text(
            f"site_name: t\ntheme: {{name: material, language: {code}}}\n"
        )
        if not made:
            for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
                subprocess.run(["git", *name, *command], cwd=root, check=True)
        shutil.rmtree(root.parent / "vault-site", ignore_errors=True)
        made[code] = build_site(
            root,
            theme={"name": "material", "language": code, "font": False},
            plugins=["search", "tags", {"maedeup": {"recent": 9}}],
            exclude_docs="planned.yml\nredirects.yml\nreferences.bib\n",
            site_url="https://t.example/",
            repo_url="https://github.com/t/t",
        )
    return made


ATTRIBUTES = "title|alt|aria-label|aria-valuetext|placeholder|data-words|content"


def texts(name: str, content: bytes) -> list[str]:
    """Return what a reader sees or hears of a file: no code, no data of programs."""
    text = content.decode("utf-8")
    if name.endswith(".html"):
        text = re.sub(r'(?s)<script(?![^>]* id="mp-words").*?</script>', "", text)
        said = re.findall(rf'\b(?:{ATTRIBUTES})="([^"]*)"', text)
        said += re.findall(r">([^<>]+)<", re.sub(r"(?s)<(style|pre|svg)\b.*?</\1>", "", text))
        said += re.findall(r"<title[^>]*>([^<]*)<", text)
        return [html.unescape(part).strip() for part in said]
    if name.endswith(".ipynb"):
        cells = json.loads(text)["cells"]
        said = [row for cell in cells for row in cell["source"].split("\n")]
        outputs = [out for cell in cells for out in cell.get("outputs", ())]
        return said + ["".join(out.get("data", {}).get("text/plain", "")) for out in outputs]
    if name.endswith("pages.json"):
        docs = json.loads(text)
        tables = docs["config"]["maedeup"]
        said = [*tables["marks"].values(), *tables["reasons"].values()]
        return said + [str(doc.get(key, "")) for doc in docs["docs"] for key in ("title", "text")]
    return [row.strip() for row in text.split("\n")]


SEEN = (".html", ".md", ".ipynb", "llms.txt", "feed.xml", "search/pages.json", "notes.json")


def seen(site: dict[str, bytes]) -> dict[str, list[str]]:
    return {name: texts(name, site[name]) for name in site if name.endswith(SEEN)}


def phrases(strings: Strings) -> set[str]:
    """Return the fixed parts of a language's texts that consist of several words."""
    found = set()
    for key in KEYS:
        value = getattr(strings, key)
        if isinstance(value, str):
            found |= {part for row in re.split(r"<[^>]*>|\{\w+\}|\n|50", value) for part in [row]}
    told = {
        strings.taken_from("\0"), strings.shown_by("\0"), strings.code_lines(7),
        strings.broken_claims("\0"), strings.ran_with("\0"), strings.ran_watched("\0"),
        strings.about_snippets(7), strings.outputs_from("\0"), strings.what_if("\0"),
        strings.from_site("\0", "\0"), strings.changed_code_of("\0"),
    }  # fmt: skip
    found |= {part for text in told for part in re.split(r"\0|\d+", text)}
    return {part.strip(" .,:()[]") for part in found if " " in part.strip(" .,:()[]")}


def test_reader_of_english_sees_no_other_script(sites: dict[str, dict[str, bytes]]) -> None:
    foreign = {
        name: [
            text for text in said if re.search("[\u1100-\u11ff\u3040-\u9fff\uac00-\ud7a3]", text)
        ]
        for name, said in seen(sites["en"]).items()
    }
    assert {name: said for name, said in foreign.items() if said} == {}


@pytest.mark.parametrize("code", ["ko", "ja"])
def test_reader_of_another_language_sees_no_english_of_ours(
    sites: dict[str, dict[str, bytes]], code: str
) -> None:
    english = phrases(LANGUAGES["en"])
    assert len(english) > 60
    found = {
        (name, phrase)
        for name, said in seen(sites[code]).items()
        for text in said
        for phrase in english
        if phrase in text
    }
    assert found == set()


def test_reader_of_japanese_sees_no_korean_and_of_korean_no_japanese(
    sites: dict[str, dict[str, bytes]],
) -> None:
    for code, pattern in (("ja", HANGUL), ("ko", re.compile("[\u3040-\u30ff]"))):
        for name, said in seen(sites[code]).items():
            assert [text for text in said if pattern.search(text)] == [], name


@pytest.mark.parametrize("code", LANGUAGES)
def test_all_that_a_site_has_is_in_its_language(
    sites: dict[str, dict[str, bytes]], code: str
) -> None:
    site, strings = sites[code], LANGUAGES[code]
    said = {name: "\n".join(parts) for name, parts in seen(site).items()}
    page = said["notes/aa/index.html"]
    for text in (
        strings.planned_note, strings.stdout, strings.stderr, strings.linked_from,
        strings.read_after, strings.references, strings.take_notebook, strings.play,
        strings.figure_number(1), strings.frame_number("1"), strings.seconds(0)[-1],
        strings.mark_as_read,
        strings.original, strings.shapes_by_line, strings.page_of_snippet, strings.near_lines,
        strings.pages_of_work("1–2"), strings.callout("note"), strings.copy_before, strings.updated,
    ):  # fmt: skip
        assert text in page, text
    assert strings.not_found in said["404.html"]
    assert strings.graph_keys[:12] in said["notes/cc/index.html"]
    assert strings.correction in said["notes/dd/index.html"]
    assert strings.snippets in said["snippets/index.html"]
    assert strings.axis(True, "xx", "-0.05", "1.05") in said["snippets/x.ipynb"]
    assert strings.legend(["ll"]) in said["snippets/x.ipynb"]
    assert strings.run_record in said["snippets/x/index.html"]
    link = '<a href="../../notes/aa/">Aa</a>'
    assert strings.moved(link, "Aa") in site["notes/old/index.html"].decode()
    assert strings.also_called in said["notes/aa.md"]
    assert strings.switch.split("\n")[0] in said["notes/aa.ipynb"]
    assert strings.llms_about.split("\n")[0] in said["llms.txt"]
    assert strings.recent in said["recent/index.html"]
    assert strings.by_typo in said["search/pages.json"]
    assert f'xml:lang="{code}"' in site["feed.xml"].decode()
    assert f'<html lang="{code}"' in site["notes/old/index.html"].decode()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_new_note_and_snippet_begin_in_the_sites_language(tmp_path: Path, code: str) -> None:
    write_files(tmp_path, {
        "mkdocs.yml": SETTINGS.format(code), "docs/index.md": "# Ii\n",
    })  # fmt: skip
    strings = LANGUAGES[code]
    for kind in ("note", "snippet"):
        assert main(["--root", str(tmp_path), "new", kind, "q"]) == 0
    assert f"**q**: {strings.new_claim}" in (tmp_path / "docs/notes/q.md").read_text("utf-8")
    code_of_it = (tmp_path / "snippets/q.py").read_text("utf-8")
    assert code_of_it.startswith(f'"""q: {strings.new_title}\n\n{strings.new_source}\n"""\n')
