"""What is linked again after a changed sentence is what all notes linked anew would be."""

from __future__ import annotations

from pathlib import Path

import pytest
from maedeup.build import check, read, run
from maedeup.hosts.settings import load_settings
from maedeup.vault.relink import relink
from maedeup.vault.web import Web, join

from .conftest import write_files

FILES = {
    "mkdocs.yml": "site_name: t\n",
    "docs/index.md": "# 홈\n\n[[one]], [[two]], [[three]]\n",
    "docs/one.md": "# 하나\n\n하나는 [[two#이유]]와 [[three#^mark]]이다. 셋은 다르다.\n",
    "docs/two.md": (
        "---\ntitle: 둘\nrequires: [one]\n---\n둘은 [[one]]이다.\n\n## 이유\n\n"
        "값은 ![[code.py#n]]이다.\n\n$$x$$ ^eq-x\n"
    ),
    "docs/three.md": (
        "---\ntitle: 셋\naliases: [삼]\n---\n셋은 둘 다음이다. ^mark\n\n![[two#이유]]\n"
    ),
    "docs/redirects.yml": "old/two: two\n",
    "snippets/code.py": "# %% a\nn = 1\n",
}

# What changes in docs/two.md, and whether that note alone is linked again.
EDITS = {
    "a sentence": ("둘은", "둘은 정말로", True),
    "a new link": ("둘은", "둘은 [[three]]와 [[one]]과", True),
    "one link less": ("둘은 [[one]]이다", "둘은 하나이다", True),
    "a link to a note that is not there": ("[[one]]", "[[nowhere]]", True),
    "a link to a heading that is not there": ("[[one]]", "[[three#nowhere]]", True),
    "a link to a mark": ("[[one]]", "[[three#^mark]]", True),
    "a value more": ("값은", "값은 ![[code.py#n|.2f]]이고", True),
    "a name without a link": ("둘은", "둘은 삼이 아니고", True),
    "a formula that is referred to": ("값은", "[[two#^eq-x]]의 값은", False),
    "a heading": ("## 이유", "## 까닭", False),
    "a title": ("title: 둘", "title: 두울", False),
    "what it requires": ("requires: [one]", "requires: [three]", False),
    "a snippet that it no longer shows": ("![[code.py#n]]", "1", False),
}


def told(web: Web) -> dict[str, object]:
    """Return all that a web says, by names and texts."""
    return {
        "backlinks": {
            uri: [(b.source.src_uri, b.reference.start, b.context) for b in found]
            for uri, found in web.backlinks.items()
            if found
        },
        "uses": {key: uris for key, uris in web.uses.items() if uris},
        "equations": {uri: marks for uri, marks in web.equations.items() if marks},
        "order": {uri: [note.src_uri for note in notes] for uri, notes in web.order.before.items()},
        "links": {uri: others for uri, others in web.links.around.items() if others},
        "redirects": {old: note.body for old, note in web.redirects.pages.items()},
        "mentions": {
            uri: [(m.name, m.line, m.surface) for m in found] for uri, found in web.mentions.items()
        },
        "targets": [
            (str(reference), target)
            for note in web.vault.notes.values()
            for reference in note.references
            for target in [web.find_target(reference, note)]
        ],
        "problems": sorted(map(str, check(web).problems)),
    }


@pytest.mark.parametrize("name", EDITS)
def test_changed_note_is_linked_again_as_all_would_be(tmp_path: Path, name: str) -> None:
    old, new, is_alone = EDITS[name]
    write_files(tmp_path, FILES)
    settings = load_settings(tmp_path)
    vault = read(settings)
    results = run(vault)
    before = join(vault, results)
    told(before)  # as pages and searches do, which fills what is kept
    file = tmp_path / "docs/two.md"
    for text in (file.read_text("utf-8").replace(old, new), FILES["docs/two.md"]):
        file.write_text(text, "utf-8")
        vault = read(settings, vault)
        results = run(vault, before=results)
        again = relink(vault, results, before)
        assert (again is not None) == is_alone
        before = again if again is not None else join(vault, results, before)
        assert told(before) == told(join(read(settings), results))
