"""Works: `references.bib`, the keys that notes name, and what pages and notebooks make of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from maedeup.notes.citations import find_citations, sources_named
from maedeup.page.questions import Questions
from maedeup.page.references import reference_text
from maedeup.site.notebooks import note_notebook
from maedeup.site.twins import Twin
from maedeup.text.paths import SourcePath
from maedeup.vault.bibliography import parse_works

from tests.project import Project

from .conftest import MakeProject, render

pytestmark = pytest.mark.usefixtures("shared_results")

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "golden" / "citations.yml").read_text("utf-8")
)
BIB = """\
@inproceedings{kim2001knot,
  author = {Kim, Mae and Deup, Gil}, title = {On {K}nots},
  booktitle = {KNOT}, year = {2001}, pages = {1--9}, doi = {10.1000/knot}, eprint = {0101.00001}
}
@article{kim2001rope,
  author = {Kim, Mae and Deup, Gil}, title = {On Ropes},
  journal = {Strings}, volume = {3}, number = {2}, year = {2001}, url = {https://www.example.org/rope/}
}
@book{muller1999string,
  author = {M{\\"u}ller, Jo and Lee, A. and others},
  title = {Strings}, publisher = {Faden}, year = {1999}
}
"""
NOTE = """---
title: 매듭
source: [강의 노트, muller1999string 2장]
---

매듭은 풀린다[@kim2001knot]. 줄도 그렇다[@kim2001rope, 4쪽; @kim2001knot].
"""


HOME = {"docs/index.md": "# 홈\n\n[[knot]]\n", "docs/references.bib": BIB}


@pytest.fixture
def vault(built: MakeProject) -> Project:
    return built(HOME | {"docs/notes/knot.md": NOTE})


@pytest.mark.parametrize("case", CASES, ids=[repr(case["text"])[:60] for case in CASES])
def test_text_holds_the_citations_that_the_golden_file_says(case: dict[str, Any]) -> None:
    works = [w for citation in find_citations(case["text"]) for w in citation.works]
    assert [f"{w.key} | {w.locator}" if w.locator else w.key for w in works] == case["cites"]


def test_source_names_a_work_by_its_key_and_a_part_of_it() -> None:
    source = (
        "강의 노트 2001abc",
        "he2016deep",
        "goodfellow2016deep 6장",
        "RFC 6265 (2011)",
        "a2001",
    )
    assert [(w.key, w.locator) for w in sources_named(source)] == [
        ("he2016deep", ""),
        ("goodfellow2016deep", "6장"),
    ]


def test_works_named_alike_have_letters_behind_their_years() -> None:
    works, problems = parse_works(SourcePath("b.bib"), BIB)
    assert problems == []
    assert [w.label for w in works.values()] == [
        "Kim & Deup, 2001a", "Kim & Deup, 2001b", "Müller et al., 1999",
    ]  # fmt: skip


def test_work_leads_to_doi_and_arxiv_and_else_to_its_address() -> None:
    works, _ = parse_works(SourcePath("b.bib"), BIB)
    assert works["kim2001knot"].links == [
        ("doi:10.1000/knot", "https://doi.org/10.1000/knot"),
        ("arXiv:0101.00001", "https://arxiv.org/abs/0101.00001"),
    ]
    assert works["kim2001rope"].links == [("example.org/rope", "https://www.example.org/rope/")]
    assert works["muller1999string"].links == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("@book{a, title={x}, year={1}}", "b.bib:1: entry without a needed field: a: author"),
        ("\n@book{a, author={x}}", "b.bib:2: entry without a needed field: a: title, year"),
        (BIB + "@book{kim2001knot, title={x}}", "b.bib:13: two entries of one key: kim2001knot"),
        ("@book{a, title={x", "b.bib:1: broken entry: @book{a, title={x"),
    ],
)
def test_broken_entry_names_its_line(text: str, told: str) -> None:
    _, problems = parse_works(SourcePath("b.bib"), text)
    assert [str(p).split("\n")[0] for p in problems] == [told]


def test_unknown_key_is_a_problem_with_the_nearest(built: MakeProject) -> None:
    note = NOTE.replace("[@kim2001knot]", "[@kim2001knt]").replace("muller1999", "muler1999")
    project = built(HOME | {"docs/notes/knot.md": note})
    assert [str(p) for p in project.problems] == [
        "docs/notes/knot.md:3: unknown work: muler1999string\n\n"
        "hint: did you mean muller1999string?",
        "docs/notes/knot.md:6: unknown work: kim2001knt\n\nhint: did you mean kim2001knot?",
        "docs/references.bib:9: work that no note names: muller1999string\n\n"
        "hint: cite it as [@muller1999string] or take it out",
    ]


def test_key_without_any_bibliography_is_a_problem(built: MakeProject) -> None:
    project = built({"docs/index.md": "# 홈\n\n매듭이다[@kim2001knot].\n"})
    assert [str(p) for p in project.problems] == [
        "docs/index.md:3: unknown work: kim2001knot\n\nhint: add the entry to references.bib"
    ]


def test_lab_names_works_too(built: MakeProject) -> None:
    lab = (
        '# /// script\n# [tool.maedeup]\n# source = ["강의", "kim2001knot"]\n# ///\n\n'
        "# %% [markdown]\n# # 실습\n#\n# 줄[@kim2001rope]과 실[@muller1999sting]이다.\n\n"
        "# %% one\nx = 1\n"
    )
    project = built({"docs/references.bib": BIB, "snippets/labs/lab-x.py": lab})
    told = [str(p).split("\n")[0] for p in project.problems]
    assert "snippets/labs/lab-x.py:9: unknown work: muller1999sting" in told
    ask, note = Questions(project.web), project.notes["labs/lab-x.md"]
    assert "*On Knots*" in reference_text(ask, note)
    assert "*On Ropes*" in reference_text(ask, note)


def test_page_cites_by_author_and_year_and_lists_what_it_names(vault: Project) -> None:
    assert vault.problems == []
    html = render(vault, "notes/knot.md")
    knot = '<a class="mp-cite" href="#ref-kim2001knot">Kim &amp; Deup, 2001a</a>'
    rope = '<a class="mp-cite" href="#ref-kim2001rope">Kim &amp; Deup, 2001b, 4쪽</a>'
    assert f"풀린다({knot})." in html
    assert f"그렇다({rope}; {knot})." in html
    assert (
        '<li id="ref-kim2001knot">Kim &amp; Deup (2001a). <cite>On Knots</cite>. KNOT, 1–9쪽.'
        ' <a href="https://doi.org/10.1000/knot" rel="noopener">doi:10.1000/knot</a>'
        ' <a href="https://arxiv.org/abs/0101.00001" rel="noopener">arXiv:0101.00001</a></li>'
    ) in html
    assert "<cite>On Ropes</cite>. Strings 3(2)." in html
    assert "Müller, Lee et al. (1999). <cite>Strings</cite>. Faden. 2장." in html


def test_page_that_names_no_work_has_no_list(vault: Project) -> None:
    assert "mp-references" not in render(vault, "index.md")


def test_twin_and_notebook_have_citations_and_works_as_text(built: MakeProject) -> None:
    note = NOTE + "\n![[x.py#one]]\n"
    files = {"docs/notes/knot.md": note, "snippets/x.py": "# %% one\n1 + 1\n"}
    project = built(HOME | files)
    knot = project.notes["notes/knot.md"]
    cited = "줄도 그렇다(Kim & Deup, 2001b, 4쪽; Kim & Deup, 2001a)."
    listed = "- Kim & Deup (2001b). *On Ropes*. Strings 3(2). [example.org/rope]"
    twin = Twin(project.web, knot.src_uri).note(knot)
    for text in (twin, note_notebook(project.web, knot, lambda target: "")):
        assert cited in text
        assert listed in text
        assert "[@" not in text


def test_title_inside_a_key_is_no_mention(built: MakeProject) -> None:
    project = built(
        {
            "docs/references.bib": BIB.replace("kim2001knot", "adam"),
            "docs/notes/adam.md": "---\ntitle: Adam\naliases: [adam]\n---\n\n고친다.\n",
            "docs/notes/knot.md": NOTE.replace("kim2001knot", "adam"),
        }
    )
    assert project.web.mentions.get("notes/knot.md", []) == []
