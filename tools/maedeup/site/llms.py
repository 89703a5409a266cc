"""`llms.txt`: what the site is and where its notes are, as https://llmstxt.org asks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from maedeup.notes.note import Note
from maedeup.page.plain import plain_claim
from maedeup.page.questions import Questions
from maedeup.vault.web import Web

ABOUT = """\
각 쪽의 주소에서 끝의 `/`를 `.md`로 바꾸면 그 쪽의 마크다운이 있다.
코드는 이 사이트를 만들 때 실행한 것이고, 출력과 문장 속의 값은 그 실행에서 왔다."""
LABS, MAPS, REST = "실습", "지도", "Optional"
"""The last is the convention's own word for what may be left out."""


def llms_text(web: Web, pages: Collection[str], name: str, description: str, site: str) -> str:
    """Give the text of `llms.txt`.

    Args:
        web: all, joined.
        pages: `src_uri` of each page that has a twin.
        name: of the site.
        description: of the site, one sentence; may be empty.
        site: address of the published site; without one addresses are relative to its root.
    """
    groups: dict[str, list[Note]] = defaultdict(list)
    for note in sorted(web.vault.notes.values(), key=lambda note: note.title):
        if note.src_uri in pages:
            groups[_group(note)].append(note)
    out = [f"# {name}"]
    if description:
        out.append(f"> {description}")
    out.append(ABOUT)
    tags = sorted(group for group in groups if group not in (MAPS, LABS, REST))
    for group in (MAPS, *tags, LABS, REST):
        rows = [_row(web, note, site) for note in groups.get(group, [])]
        gallery = f"{web.vault.settings.snippets}/index.md"
        if group == REST and gallery in pages:
            rows.append(f"- [스니펫 모음]({_address(site, gallery)}): 모든 코드")
        if rows:
            out.append("\n".join([f"## {group}", "", *rows]))
    return "\n\n".join(out) + "\n"


def _group(note: Note) -> str:
    if note.kind in ("map", "lab", "guide"):
        return {"map": MAPS, "lab": LABS, "guide": REST}[note.kind]
    if "/" not in note.src_uri:
        return MAPS
    return note.tags[0] if note.tags else "그 밖"


def _row(web: Web, note: Note, site: str) -> str:
    claim = " ".join(plain_claim(Questions(web), note).split())
    row = f"- [{note.title}]({_address(site, note.src_uri)})"
    return f"{row}: {claim}" if claim else row


def _address(site: str, uri: str) -> str:
    return f"{site}/{uri}" if site else uri
