"""What a page asked and was told, as digests: by them a later build knows the page as it was.

An answer's digest is that of all that the answer holds, down to the texts of notes and snippets: a
page may use of it what it likes.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import PurePath
from typing import Any

from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.page.questions import (
    Backlink,
    Mention,
    Questions,
    Result,
    Snippet,
    digest_of,
)
from maedeup.text.paths import SourcePath

Asked = list[list[Any]]
"""Rows of a question's digest of the answer, its name, and its subjects, as JSON has them."""

GONE = "gone"
"""The digest of an answer about something that there is no more."""


SMALL = frozenset({Mention, Backlink})
"""Records of which each is told to a page or two: their digests are made again, not kept."""


class Shape(Enum):
    """How what is in a thing is told."""

    PLAIN, NAME, LIST, SET, TABLE, RECORD = range(6)


@cache
def _shape_of(kind: type[Any]) -> Shape:
    if kind is type(None) or issubclass(kind, (str, int, float, bytes, date, PurePath)):
        return Shape.PLAIN
    if issubclass(kind, Enum):
        return Shape.NAME
    if issubclass(kind, (list, tuple)):
        return Shape.LIST
    if issubclass(kind, (set, frozenset)):
        return Shape.SET
    return Shape.TABLE if issubclass(kind, Mapping) else Shape.RECORD


@cache
def _fields_of(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


_reference = attrgetter(*_fields_of(Reference))


class Answers:
    """Digests of answers; each thing is looked at once."""

    def __init__(self, ask: Questions) -> None:
        self._ask = ask
        self._things: dict[int, tuple[object, bytes]] = {}
        self._again: dict[str, str] = {}
        self._subjects: dict[tuple[str, str], Note | Snippet | None] = {}

    def of(self, ask: Questions) -> Asked:
        """Return what a page asked, in its order."""
        return [
            [self._digest(answer), key[0], *filter(_is_named, map(_subject, about))]
            for key, (about, answer) in ask.asked.items()
        ]

    def changed(self, asked: Asked) -> Iterator[str]:
        """Yield in words each question that would be answered otherwise now."""
        for digest, name, *about in asked:
            if self._ask_again(name, about) != digest:
                yield _in_words(name, about)

    def _ask_again(self, name: str, about: Sequence[Any]) -> str:
        key = repr((name, about))
        if key not in self._again:
            subjects = [self._find(subject) for subject in about]
            if None in subjects:
                self._again[key] = GONE
            else:
                if name == "shown_text":
                    subjects.insert(1, self._ask.target(subjects[0], subjects[1]))
                self._again[key] = self._digest(getattr(self._ask, name)(*subjects))
        return self._again[key]

    def _find(self, subject: Any) -> Any:
        if not isinstance(subject, list):
            return subject
        kind, *rest = subject
        if kind == "reference":
            return Reference(*rest)
        if (kind, rest[0]) not in self._subjects:
            found = self._ask.of_name(kind, rest[0])
            if kind == "note" and found is None:  # a page that is no note's stands for one
                found = Note(SourcePath(rest[0]), rest[0], rest[0], "")
            self._subjects[kind, rest[0]] = found
        return self._subjects[kind, rest[0]]

    def _digest(self, answer: object) -> str:
        return _digest_of(self._told(answer))

    def _told(self, thing: Any) -> bytes:
        """Return bytes that differ once a thing does."""
        if (known := self._things.get(id(thing))) is not None:
            return known[1]
        kind: Any = type(thing)
        if kind is str:
            text = thing.encode("utf-8", "surrogatepass")
            return b"str%d:%b" % (len(text), text)
        if kind is Reference:
            return repr(_reference(thing)).encode("utf-8", "surrogatepass")
        if kind in SMALL:
            return self._told_of(thing)
        match _shape_of(kind):
            case Shape.PLAIN:
                return f"{kind.__name__}:{thing!r}".encode("utf-8", "surrogatepass")
            case Shape.NAME:
                return str(thing).encode()
            case Shape.LIST:
                return b"[" + b",".join(map(self._told, thing)) + b"]"
            case Shape.SET:
                held = sorted(map(self._told, thing))
                return b"{" + b",".join(held) + b"}"
            case Shape.TABLE:
                rows = [self._told(key) + b"=" + self._told(held) for key, held in thing.items()]
                return b"{" + b",".join(rows) + b"}"
        told = self._told_of(thing)
        self._things[id(thing)] = thing, told  # held, so that no other one takes its id
        return told

    def _told_of(self, thing: Any) -> bytes:
        if isinstance(thing, Result):
            return f"result:{digest_of(thing)}".encode()
        if dataclasses.is_dataclass(thing):
            kind: Any = type(thing)
            held = [self._told(getattr(thing, name)) for name in _fields_of(kind)]
            name = type(thing).__name__.encode()
            return name + b":" + hashlib.sha256(b",".join(held)).digest()
        raise TypeError(f"no digest of a {type(thing).__name__}")


@lru_cache(maxsize=4096)  # most answers are told to many pages
def _digest_of(told: bytes) -> str:
    return hashlib.sha256(told).hexdigest()[:24]


def _subject(subject: Any) -> Any:
    """Return what stands for a subject; None for one that follows from the others."""
    if isinstance(subject, (str, int)):
        return subject
    if isinstance(subject, Reference):
        return ["reference", *_reference(subject)]
    if isinstance(subject, Note):
        return ["note", subject.src_uri]
    return ["run", subject.key] if isinstance(subject, Snippet) else None


def _is_named(subject: object) -> bool:
    return subject is not None


def _in_words(name: str, about: Sequence[Any]) -> str:
    """Say what was asked: `target: [[relu]] (notes/gelu.md)`."""
    words = []
    for subject in about:
        if isinstance(subject, list) and subject[0] == "reference":
            words.append(str(Reference(*subject[1:])))
        elif isinstance(subject, list):
            words.append(f"({subject[1]})" if words else subject[1])
        else:
            words.append(str(subject))
    return f"{name.replace('_', ' ')}: {' '.join(words)}".removesuffix(": ")
