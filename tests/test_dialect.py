"""What Obsidian and CommonMark read, made plain for Python-Markdown."""

from __future__ import annotations

import re
from itertools import product

import pytest
from maedeup.hosts import dialect
from maedeup.text.strings import strings_of

ROWS = (
    "", " ", "words", "words  ", "\\", "# Title", "#tag", "## Other \\", "- item", "> quote", "%%",
    "a %% b %%", "| a | b |", "a | b", "--- | ---", "===", "    code", "<div>", "100 %", "`a`",
)  # fmt: skip


def test_text_with_nothing_of_the_dialect_stays_as_the_long_way_would_leave_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    strings = strings_of("ko")
    texts = ["\n".join(rows) for n in (1, 2, 3) for rows in product(ROWS, repeat=n)]
    short = [text for text in texts if dialect.PLAIN.fullmatch(text)]
    assert "words\n\n# Title" in short
    assert "words\n# Title" not in short
    monkeypatch.setattr(dialect, "PLAIN", re.compile("(?!)"))
    assert [text for text in short if dialect.adapt(text, strings) != text] == []
