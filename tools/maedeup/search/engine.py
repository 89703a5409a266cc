"""Answers in the terminal: the site's own worker, run by QuickJS.

The worker is the one search engine. Here it gets what a browser would give it: messages, and
nothing else, as a page's messages are all that it listens to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import unescape
from typing import Any

import quickjs

from maedeup.search.index import WORKER, Entry, Index

# What a worker finds around itself. Nothing is read ahead between two messages, so no time passes.
_BROWSER = """
var listener, replies = [], self = globalThis;
var performance = { now: () => 0 }, console = { warn() {} };
function setTimeout() {}
function importScripts() {}
function addEventListener(_, handler) { listener = handler; }
function postMessage(message) { replies.push(message); }
function send(text) { listener({ data: JSON.parse(text) }); }
function receive() { return JSON.stringify(replies.splice(0)); }
"""


class Worker:
    """A search worker as a page knows it: a script that answers messages."""

    def __init__(self, text: str) -> None:
        self._context = quickjs.Context()
        self._context.eval(_BROWSER + text)

    def send(self, kind: int, data: Any) -> Any:
        """Return the data of the reply to a message."""
        text = json.dumps({"type": kind, "data": data}, ensure_ascii=False)
        self._context.get("send")(text)
        while self._context.execute_pending_job():
            pass
        (reply,) = json.loads(self._context.get("receive")())
        return reply.get("data")

    @property
    def memory(self) -> int:
        """The bytes that the script holds."""
        self._context.gc()
        return int(self._context.memory()["memory_used_size"])


@dataclass(frozen=True)
class Hit:
    """A page that was found."""

    entry: Entry
    score: float
    reasons: tuple[str, ...]
    """`Backpropagation · initials`: why it was found, where the query does not say so itself."""
    section: Entry | None
    """The section or snippet that says most of it, where the page's opening does not."""


class Engine:
    """Answers queries from one index."""

    def __init__(self, index: Index) -> None:
        self._worker = Worker(WORKER.read_text("utf-8"))
        self._entries = {doc["location"]: doc for doc in index["docs"]}
        self._marks = set(index["config"]["maedeup"]["marks"].values())
        self._worker.send(0, index)

    def find(self, query: str, limit: int = 10) -> list[Hit]:
        """Return the pages for a query, best first, at most as many as the worker sends."""
        return [self._hit(group) for group in self._worker.send(2, query)["items"][:limit]]

    def _hit(self, group: list[dict[str, Any]]) -> Hit:
        page, *sections = group
        reasons = (unescape(tag) for tag in page.get("tags", ()) if tag not in self._marks)
        # A section that says no more than the page's opening is sent with half the score.
        better = [part for part in sections if part["score"] == page["score"]]
        section = self._entries[better[0]["location"]] if better else None
        return Hit(self._entries[page["location"]], page["score"], tuple(reasons), section)
