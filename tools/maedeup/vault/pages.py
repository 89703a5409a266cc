"""What the host of a site has decided: which pages there are, and at which addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from maedeup.notes.note import Note
from maedeup.text.errors import Problem

MARKDOWN = ".md"
RECENT = "recent.md"
"""The page of what was changed last."""


def host_warning(path: str, line: int, said: str) -> Problem:
    """Return the problem that a warning of the host is."""
    hint = "a strict build ends at this"
    return Problem("host-warning", path, line, "the host warns", " ".join(said.split()), hint)


@dataclass(frozen=True)
class Pages:
    """The host's own answer, given when every plugin of it has had its say."""

    addresses: Mapping[str, str]
    """Where each page is that the site has, as a path in the site; by `src_uri`."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Where each other file is that the site has, by its path in the vault."""
    names: Mapping[str, str] = field(default_factory=dict)
    """By which `src_uri` else a page goes, such as that of the language it translates."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What the navigation calls a page, by `src_uri`."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What templates in a note's text became, by `src_uri`."""
    left_out: frozenset[str] = frozenset()
    """Where the pages would be that the site leaves out: links there are told as such."""
    listed: frozenset[str] = frozenset()
    """`src_uri` of pages that a plugin of the host leads to of its own accord, such as posts."""
    problems: tuple[Problem, ...] = ()
    """What the host warns of before it reads a page: a build of it tells so itself."""
    warns: Callable[[str, str], str] | None = field(default=None, compare=False)
    """Tells what the host warns of an address on a page, "" for nothing; None in a build of it."""

    @cached_property
    def localized(self) -> dict[str, str]:
        """The page that stands for another `src_uri`, in the language that is built."""
        return {other: uri for uri, other in self.names.items()}


@dataclass(frozen=True)
class Proposal:
    """What is ours to add to the host's files, and to hold back of them, before it decides."""

    added: tuple[tuple[str, str], ...] = ()
    """Labs: `src_uri`, and the path of the snippet or notebook that each is made of."""
    drafts: tuple[str, ...] = ()
    """`src_uri` of notes whose own front matter says that they are not to be published."""
    made: tuple[str, ...] = ()
    """`src_uri` of each page that the site has without a file or a note."""


AskHost = Callable[[Proposal], Pages]


def is_draft(note: Note, fields: Mapping[str, object]) -> bool:
    """Say whether a note's front matter holds one of the fields that keep it back.

    A value in quotes, in other letters or in a list is the same: it is meant to keep a note back.
    """
    meta = {str(name).casefold(): value for name, value in note.meta.items()}
    return any(
        not _words(meta.get(str(name).casefold(), [])).isdisjoint(_words(wanted))
        for name, wanted in fields.items()
    )


MEANINGS = {"0": "false", "no": "false", "off": "false", "1": "true", "yes": "true", "on": "true"}
"""What YAML reads as a truth value where it stands without quotes."""


def _words(value: object) -> set[str]:
    words = [str(one).strip().casefold() for one in (value if isinstance(value, list) else [value])]
    return {MEANINGS.get(word, word) for word in words}
