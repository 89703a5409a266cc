"""BM25F over the words of one query."""

from __future__ import annotations

import math
from dataclasses import dataclass

from maedeup.search.corpus import Corpus
from maedeup.search.index import Entry
from maedeup.search.tables import FIELDS


@dataclass(frozen=True)
class Term:
    """One way in which a word of the query may stand in a page."""

    pattern: str
    weight: float
    show: str = ""
    reason: str = ""
    """A key of `tables.REASONS`; empty when the match is literal."""


class Tally:
    """Adds up BM25F over the words of one query."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.words: list[tuple[float, dict[int, float], dict[int, float]]] = []
        self.in_doc: dict[int, float] = {}
        self.score: dict[int, float] = {}
        self.why: dict[int, list[tuple[str, str]]] = {}

    def add(self, word: str, terms: list[Term]) -> None:
        """Count one word, of whose terms each document counts its best."""
        corpus, ranking = self.corpus, self.corpus.ranking
        best: dict[int, list[float]] = {}
        by: dict[int, tuple[float, Term]] = {}
        for term in terms:
            for doc, counts in corpus.scan(term.pattern).items():
                row = best.setdefault(doc, [0.0] * len(FIELDS))
                for number, count in enumerate(counts):
                    row[number] = max(row[number], count * term.weight)
                page = corpus.page[doc]
                if term.weight > by.get(page, (0.0,))[0]:
                    by[page] = (term.weight, term)
        totals: dict[int, float] = {}
        for doc, row in best.items():
            page = corpus.page[doc]
            for number, count in enumerate(row):
                if count:
                    b = ranking["b"][number]
                    relative = corpus.lengths[number][page] / corpus.mean[number]
                    share = ranking["weight"][number] * count / (1 - b + b * relative)
                    totals[page] = totals.get(page, 0.0) + share
        is_stop = any(stem in corpus.stop for stem in corpus.stems(word.lower()))
        worth = {page: weight for page, (weight, _) in by.items()}
        n, df = corpus.n_pages, sum(worth.values())  # a page that has but a part counts in part
        idf = math.log(1 + (n - df + 0.5) / (df + 0.5)) * (ranking["stop"] if is_stop else 1.0)
        self.words.append((idf, totals, worth))
        for doc in best:
            self.in_doc[doc] = self.in_doc.get(doc, 0.0) + idf
        for page, (_, term) in by.items():
            if term.reason and not is_stop:
                self.why.setdefault(page, []).append((term.show, term.reason))

    def close(self) -> None:
        """Put the words together: a page that has more of them, and near each other, is better."""
        k1 = self.corpus.ranking["k1"]
        total = sum(idf for idf, _, _ in self.words) or 1.0
        covered: dict[int, float] = {}
        for idf, totals, worth in self.words:
            for page, count in totals.items():
                self.score[page] = self.score.get(page, 0.0) + idf * (k1 + 1) * count / (k1 + count)
                covered[page] = covered.get(page, 0.0) + idf * worth[page]
        together: dict[int, float] = {}
        for doc, idf in self.in_doc.items():
            page = self.corpus.page[doc]
            together[page] = max(together.get(page, 0.0), idf)
        for page in self.score:
            nearness = 0.75 + 0.25 * together[page] / total
            self.score[page] *= nearness * covered[page] / total

    def best_section(self, page: int) -> Entry | None:
        """Give the section that has most of the query, unless the page's opening has as much."""
        best = self.in_doc.get(page, 0.0)
        found = None
        for doc, idf in self.in_doc.items():
            if self.corpus.page[doc] == page and idf > best:
                best, found = idf, self.corpus.docs[doc]
        return found
