"""Former addresses of notes and headings: `redirects.yml` in the vault.

notes/relu: rectifier     # the page notes/relu/ leads to the note `rectifier`
rectifier#old: new          # on its page the anchor `old` still leads to the heading `new`
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from maedeup.notes.note import Note
from maedeup.text.errors import Problem, suggest
from maedeup.text.paths import is_inside
from maedeup.text.strings import Strings
from maedeup.vault.lists import REDIRECTS
from maedeup.vault.names import NoteIndex, unpublished
from maedeup.vault.vault import Vault


@dataclass(frozen=True)
class Redirects:
    """What stands at former addresses."""

    pages: Mapping[str, Note]
    """The note at a former address, by that without its ending: `notes/relu`."""
    anchors: Mapping[str, dict[str, str]]
    """Former anchor -> heading's anchor now, by `src_uri`."""
    problems: tuple[Problem, ...]


def resolve_redirects(vault: Vault, index: NoteIndex, hidden: NoteIndex) -> Redirects:
    """Find the notes and headings that the list of former addresses leads to."""
    pages: dict[str, Note] = {}
    anchors: dict[str, dict[str, str]] = defaultdict(dict)
    problems: list[Problem] = []
    path = f"{vault.settings.vault}/{REDIRECTS}"
    known = {page.rpartition(".")[0] for page in vault.notes}
    for redirect in vault.lists.redirects:
        old, new, line = redirect.old, redirect.new, redirect.line

        def wrong(code: str, problem: str, value: str, hint: str = "", line: int = line) -> None:
            problems.append(Problem(code, path, line, problem, value, hint))

        slug, mark, anchor = old.partition("#")
        name = slug if mark else new
        found = index.by_slug.get(name, [])
        if len(found) != 1 and hidden.by_slug.get(name):
            problems.append(unpublished(path, line, name))
        elif len(found) != 1:
            wrong(
                "redirect-unknown",
                "redirect to an unknown note",
                name,
                suggest(name, index.by_slug),
            )
        elif mark:
            headings = {heading.anchor for heading in found[0].headings}
            if new not in headings:
                hint = suggest(new, headings)
                wrong(
                    "redirect-unknown",
                    "redirect to an unknown heading",
                    f"{found[0].slug}#{anchor}",
                    hint,
                )
            elif anchor not in headings:  # one that came back is the one that is meant
                anchors[found[0].src_uri][anchor] = new
        elif not is_inside(old) or not old:
            wrong("outside-vault", "redirect outside the vault", old)
        elif old in known:
            wrong("redirect-clash", "redirect from a note that is there", old, "take the line out")
        else:
            pages[old] = found[0]
    return Redirects(pages, anchors, tuple(problems))


def redirect_page(title: str, url: str, canonical: str, strings: Strings) -> str:
    """Return the page that stands at a former address: it needs no script.

    Args:
        title: of the note.
        url: its address, as seen from the former one.
        canonical: its full address if the site's is known, else `url`.
        strings: of the site.
    """
    link = f'<a href="{escape(url)}">{escape(title)}</a>'
    return (
        f'<!doctype html>\n<html lang="{strings.language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        f'<link rel="canonical" href="{escape(canonical)}">\n'
        f'<meta http-equiv="refresh" content="0; url={escape(url)}">\n'
        '<meta name="robots" content="noindex">\n</head>\n<body>\n'
        f"<p>{strings.moved(link, title)}</p>\n</body>\n</html>\n"
    )
