"""Pages that a second process converts are those that the host converts alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from maedeup.runs.run import default_jobs

from .conftest import write_files

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or default_jobs() < 2, reason="a second process needs a second core"
)

N_NOTES = 60
SETTINGS = """\
site_name: 시험
site_url: https://example.org/
theme: {{name: mkdocs}}
plugins: [search, maedeup: {{jobs: {jobs}}}]
markdown_extensions: [attr_list, tables, toc, pymdownx.highlight, pymdownx.superfences]
{more}
"""

BUILD = """\
import json, os, sys
from maedeup.hosts.one_markdown import OneMarkdown
from mkdocs.__main__ import cli

here, pid, plain = [], os.getpid(), OneMarkdown.render

def render(self, page, config, files):
    if os.getpid() == pid:
        here.append(page.file.src_uri)
    plain(self, page, config, files)

OneMarkdown.render = render
try:
    cli(["build", *sys.argv[2:]])
finally:
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(here, file)
"""


def notes() -> dict[str, str]:
    """Return notes with links, formulas and code; of one, the host has something to say."""
    texts = {}
    for number in range(N_NOTES):
        other = f"n{(number * 7 + 1) % N_NOTES}"
        texts[f"docs/notes/n{number}.md"] = (
            f"---\ntitle: 노트 {number}\n---\n\n## 하나 $x^{number}$ {{#one}}\n\n[[{other}]]은(는) "
            f"![[s.py#total]]이다. [거기]({other}.md#one), [file](../data.txt)\n\n"
            f"```python\nx = {number}\n```\n\n![[s.py#count]]\n"
        )
    texts["docs/notes/n56.md"] += "\n[없는 파일](nothing.md)\n\n[없는 제목](n1.md#nothing)\n"
    snippet = {"snippets/s.py": "# %% count\ntotal = 1 + 1\nprint(total)\n", "docs/data.txt": "1"}
    home = {"docs/index.md": "# 홈\n\n" + "\n".join(f"- [[n{n}]]" for n in range(N_NOTES))}
    return texts | snippet | home


def build(root: Path, jobs: int, more: str = "", *options: str) -> tuple[Any, list[str], str]:
    """Return the files of a site, the pages that were converted by the first process, its log."""
    for kept in ("site", ".maedeup/pages", ".maedeup/site"):
        shutil.rmtree(root / kept, ignore_errors=True)
    return build_again(root, jobs, more, *options)


def build_again(root: Path, jobs: int, more: str = "", *options: str) -> tuple[Any, list[str], str]:
    """Do so with what is kept of the last build."""
    (root / "mkdocs.yml").write_text(SETTINGS.format(jobs=jobs, more=more), "utf-8")
    command = [sys.executable, "-c", BUILD, "here.json", *options]
    kept = {"PYTHONDONTWRITEBYTECODE": "", "SOURCE_DATE_EPOCH": "1600000000"}
    done = subprocess.run(
        command, cwd=root, env=os.environ | kept, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    site = root / "site"
    files = {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    log = "".join(row for row in done.stderr.splitlines(True) if "built in" not in row)
    return files, json.loads((root / "here.json").read_text("utf-8")), log


def test_pages_converted_ahead_are_those_that_one_process_converts(tmp_path: Path) -> None:
    write_files(tmp_path, notes())
    build(tmp_path, 1)  # runs
    alone, here, said = build(tmp_path, 1)
    assert len(here) > N_NOTES
    assert "nothing.md" in said
    assert "#nothing" in said
    together, here, said_together = build(tmp_path, 2)
    assert 0 < len(here) < N_NOTES, here
    assert "notes/n56.md" in here  # the one of which the host has something to say
    assert together == alone
    assert sorted(said_together.splitlines()) == sorted(said.splitlines())
    # What was made there is kept as what was made here is.
    note = tmp_path / "docs/notes/n40.md"
    note.write_text(note.read_text("utf-8").replace("하나", "둘"), "utf-8")
    again, here, _ = build_again(tmp_path, 2)
    anew, *_ = build(tmp_path, 1)
    assert again == anew != alone
    assert "notes/n40.md" in here
    assert len(here) < 10


HOOK = """\
from pathlib import Path

def on_page_markdown(markdown, page, **_):
    with (Path(__file__).parent / "seen").open("a") as file:
        file.write(page.file.src_uri + chr(10))
    return markdown
"""


def test_no_page_is_converted_ahead_beside_a_hook_that_may_do_more_than_change_it(
    tmp_path: Path,
) -> None:
    write_files(tmp_path, notes() | {"hook.py": HOOK})
    _, here, _ = build(tmp_path, 2, "hooks: [hook.py]")
    seen = (tmp_path / "seen").read_text("utf-8").split()
    assert len(seen) == len(set(seen)) == len(here)
