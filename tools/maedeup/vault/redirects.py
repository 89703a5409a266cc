"""Former addresses of notes and headings: `redirects.yml` in the vault.

notes/relu: rectifier     # the page notes/relu/ leads to the note `rectifier`
rectifier#정의: 뜻          # on its page the anchor 정의 still leads to the heading 뜻
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

import yaml

from maedeup.notes.note import Note
from maedeup.text.errors import MaedeupError, Problem, suggest
from maedeup.text.korean import choose_particle
from maedeup.text.paths import is_inside, nfc, read_source, to_source_path

if TYPE_CHECKING:
    from maedeup.build import Project

REDIRECTS = "redirects.yml"


def load_redirects(project: Project) -> None:
    """Read the vault's list of former addresses, if it has one; its problems are collected."""
    project.redirects, project.moved_anchors = {}, defaultdict(dict)
    file = project.root / project.settings.vault / REDIRECTS
    if not file.is_file():
        return
    path = to_source_path(project.root, file)

    def wrong(problem: str, value: str, hint: str = "") -> None:
        rows = text.split("\n")
        line = next((i for i, row in enumerate(rows, 1) if value in nfc(row)), 1)
        project.problems.append(Problem(path, line, problem, value, hint))

    text = ""
    try:
        text = read_source(file, path)
        table = yaml.safe_load(text) or {}
    except MaedeupError as error:
        project.problems += error.problems
        return
    except yaml.YAMLError as error:
        wrong("broken list", str(error).splitlines()[0])
        return
    if not isinstance(table, dict):
        wrong("not a table", "write `notes/old: new-slug` lines")
        return
    known = {page.rpartition(".")[0] for page in project.notes}
    for old, new in ((nfc(str(old)), nfc(str(new))) for old, new in table.items()):
        slug, mark, anchor = old.partition("#")
        name = slug if mark else new
        found = project.index.by_slug.get(name, [])
        if len(found) != 1:
            wrong("redirect to an unknown note", name, suggest(name, project.index.by_slug))
        elif mark:
            _add_anchor(project, found[0], anchor, new, wrong)
        elif not is_inside(old) or not old:
            wrong("redirect outside the vault", old)
        elif old in known:
            wrong("redirect from a note that is there", old, "take the line out")
        else:
            project.redirects[old] = found[0]


def _add_anchor(
    project: Project, note: Note, old: str, new: str, wrong: Callable[[str, str, str], None]
) -> None:
    anchors = {heading.anchor for heading in note.headings}
    if new not in anchors:
        wrong("redirect to an unknown heading", f"{note.slug}#{old}", suggest(new, anchors))
    elif old not in anchors:  # one of that name may come back: then it is the one that is meant
        project.moved_anchors[note.src_uri][old] = new


def redirect_page(title: str, url: str, canonical: str) -> str:
    """Give the page that stands at a former address: it needs no script.

    Args:
        title: of the note.
        url: its address, as seen from the former one.
        canonical: its full address if the site's is known, else `url`.
    """
    return (
        '<!doctype html>\n<html lang="ko">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        f'<link rel="canonical" href="{escape(canonical)}">\n'
        f'<meta http-equiv="refresh" content="0; url={escape(url)}">\n'
        '<meta name="robots" content="noindex">\n</head>\n<body>\n'
        f'<p>이 글은 <a href="{escape(url)}">{escape(title)}</a>'
        f"{choose_particle(title, '(으)로')} 옮겼다.</p>\n</body>\n</html>\n"
    )
