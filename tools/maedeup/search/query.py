"""A query -> pages, best first, each with the reason why it was found.

No dictionary and no inverted index: words become regular expressions over the lower-case text of
each field, because Korean words grow endings and lose spaces, and a pattern holds all their forms.
The steps, and their order, are those of `theme/search-worker.js`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property

from maedeup.search.corpus import Corpus, Name
from maedeup.search.index import Entry
from maedeup.search.sounds import sounds_of
from maedeup.search.tally import Tally, Term
from maedeup.search.words import (
    DOUBLE_FINALS,
    LETTERS,
    budget,
    english_stem,
    flexed,
    is_initials,
    key_of,
    latin,
    other_layout,
    slips,
    spaced,
    strokes,
    words_of,
)
from maedeup.text.korean import initials, keyboard_to_latin

LONGEST_RUN = 5
"""Words of a query that are looked up together as one name, besides the whole query."""


@dataclass(frozen=True)
class Hit:
    """A page that was found."""

    entry: Entry
    score: float
    reasons: tuple[str, ...]
    """`역전파 · 초성`: why it was found, where the query does not say so itself."""
    section: Entry | None
    """The section or snippet that says most of it, where the page's opening does not."""


class Finder(Corpus):
    """Answers queries from one index."""

    # --- from words to terms ---------------------------------------------------------------

    def _literal(self, word: str) -> list[Term]:
        """Give the forms in which a word stands in a text."""
        if not re.search("[가-힣]", word):
            return _latin_terms(word)
        stems = self.stems(word)
        known = next((stem for stem in stems if self._is_name(stem)), None)
        if known is not None:
            parts = (known[:end] for end in range(len(known) - 1, max(1, len(known) // 2), -1))
            part = next((part for part in parts if self._is_name(part)), None)
            whole = Term(spaced(known), 1.0, known)
            return [whole, Term(spaced(part), 0.3, part)] if part else [whole]
        terms = [Term(spaced(word), 1.0, word)]
        for stem in [stem for stem in stems[1:] if len(stem) > 1][-2:]:
            terms.append(Term(spaced(stem[:-1]) + flexed(stem[-1]), 0.8, stem))
        if len(stems) > 1 and len(stems[-1]) == 1:  # 막는: 막 begins a word and goes on
            # What stands before comes last: it is asked of few places, and not of every one.
            pattern = f"{flexed(stems[-1])}(?<![가-힣].)(?=[가-힣])"
            terms.append(Term(pattern, 0.3, stems[-1]))
        return terms

    def _synonyms(self, word: str) -> list[Term]:
        stems = {key_of(stem) for stem in self.stems(word)}
        return [
            Term(term.pattern, term.weight * self.ranking["synonym"], other, "synonym")
            for group in self.synonyms
            if any(key_of(member) in stems for member in group)
            for other in group
            if key_of(other) not in stems and other not in self.absent
            for term in self._literal(other)[:1]
        ]

    def terms(self, raw: str) -> list[Term]:
        """Give all ways in which a word of the query may stand in a page."""
        word = raw.lower()
        if is_initials(word):
            latin = keyboard_to_latin(raw).lower()
            return self._weakened(latin, "layout") if self._is_name(latin) else []
        terms = self._literal(word)
        terms += self._synonyms(word)
        found = any(self.scan(term.pattern) for term in terms)
        return terms if found else self._rescue(raw)

    def _weakened(self, word: str, reason: str) -> list[Term]:
        worth = self.ranking[reason]
        return [Term(t.pattern, t.weight * worth, t.show, reason) for t in self._literal(word)]

    def _rescue(self, raw: str) -> list[Term]:
        """Read a word that stands nowhere as another that does."""
        other = other_layout(raw)
        if other and any(self.scan(t.pattern) for t in self._weakened(other, "layout")[:2]):
            return self._weakened(other, "layout")
        said = [self._weakened(word, "sound")[0] for word in self._said(raw.lower())]
        for known in (self.names, self.body_words):
            if near := self._near(raw.lower(), known):
                return said + [
                    term
                    for word in near[:4]
                    for term in [*self._weakened(word, "typo")[:1], *self._synonyms(word)]
                ]
        if said:
            return said
        is_hangul = bool(re.search("[가-힣]", raw))
        shortest = max(2 if is_hangul else 4, math.ceil(len(raw) * 0.6))
        for end in range(len(raw) - 1, shortest - 1, -1):
            pattern = (spaced if is_hangul else latin)(raw[:end].lower())
            if self.scan(pattern):
                return [Term(pattern, self.ranking["part"], raw[:end], "part")]
        return []

    def _said(self, text: str) -> list[str]:
        """Give the Latin names that sound as `text` does: 오토그래드 is autograd."""
        for stem in self.stems(text):
            if names := self.spoken.get(sounds_of(stem, self.sound)):
                return names
        return []

    def _near(self, word: str, known: dict[str, list[Name]]) -> list[str]:
        """Give the known words that are one slip of the finger away, nearest first."""
        found: dict[str, int] = {}
        for stem in self.stems(word):
            typed = strokes(key_of(stem))
            most = budget(typed)
            for name in known if most else ():
                if abs(len(strokes(name)) - len(typed)) <= most and known[name]:
                    distance = slips(typed, strokes(name), most)
                    if distance <= most and distance < found.get(name, 9):
                        found[name] = distance
        least = min(found.values(), default=0)
        return sorted(name for name, distance in found.items() if distance == least)

    @cached_property
    def body_words(self) -> dict[str, list[Name]]:
        """All words of the bodies, for slips in words that no title has."""
        words = set(re.findall(f"[가-힣]{{2,}}|[{LETTERS}]{{3,}}", self.fields[4].text))
        nobody = Name("", -1, 0.0, False)
        return {w: [nobody] for stem in sorted(words) for w in self.stems(stem)[-1:] if len(w) > 1}

    def split(self, raw: str) -> list[str]:
        """Cut a word that stands nowhere into names that do: 합성곱커널 is 합성곱 and 커널."""
        word = raw.lower()
        if is_initials(word) or any(self.scan(term.pattern) for term in self._literal(word)[:2]):
            return [raw]
        least = 2 if re.search("[가-힣]", word) else 4
        for end in range(len(word) - 1, least - 1, -1):
            rest = raw[end:]
            if self._is_name(word[:end]) and len(rest) > 1:
                return [raw[:end], *self.split(rest)]
        return [raw]

    # --- names -----------------------------------------------------------------------------

    def _named(self, words: list[str], is_whole: bool) -> list[tuple[Name, float, str]]:
        """Give the names that a run of words may be, each with its worth and reason."""
        joined = " ".join(words)
        key = key_of(joined)
        found = self._exactly(joined, 1.0, "")
        for variant in () if found else self._variants(joined.lower()):
            found += self._exactly(variant, self.ranking["synonym"], "synonym")
        if is_initials(key) and len(key) > 1:
            found += self._by_initials(key)
        if found or not (is_whole or len(words) == 1):
            return found
        other = other_layout(joined)
        found = self._exactly(other, self.ranking["layout"], "layout") if other else []
        if found:
            return found
        for said in self._said(joined.lower()):
            found += self._exactly(said, self.ranking["sound"], "sound")
        for near in self._near(key, self.names)[:4] if is_whole else ():
            found += self._exactly(near, self.ranking["typo"], "typo")
        return found

    def _exactly(self, text: str, worth: float, reason: str) -> list[tuple[Name, float, str]]:
        start, _, last = text.lower().rpartition(" ")
        for stem in self.stems(last):
            if names := self.names.get(key_of(start + stem)):
                # A stripped ending costs a hair, so that a note called 평가 precedes one called 평.
                cost = 1.0 if stem == last else 0.98
                shared = sum(name.weight == self.ranking["word"] for name in names) ** 0.5
                return [
                    # A word of many names says little of any of them.
                    (n, worth * cost / (shared if n.weight == self.ranking["word"] else 1), reason)
                    for n in names
                ]
        return []

    def _variants(self, text: str) -> list[str]:
        """Give the query with its words replaced by words that mean the same."""
        variants, done = [text], None
        for pattern, member, group in self.members:
            if group is not done and pattern.search(text):
                done = group  # one of its words is enough
                others = [other for other in group if other != member]
                variants += [
                    pattern.sub(other.replace("\\", ""), variant)
                    for variant in variants[:6]
                    for other in others[:6]
                ]
        return variants[1:]

    def _by_initials(self, key: str) -> list[tuple[Name, float, str]]:
        worth = self.ranking["initials"]
        typed = "".join(DOUBLE_FINALS.get(c, c) for c in key)
        found = []
        for known, names in self.names.items():
            if initials(known).startswith(typed):
                share = len(typed) / len(known)
                part = 1.0 if share == 1 else 0.6 * share
                found += [(name, worth * part, "initials") for name in names]
        return found

    def _typing(self, words: list[str]) -> list[tuple[Name, float, str]]:
        """Give the names that begin as the query does, whose last syllable may be unfinished."""
        typed = strokes(key_of(" ".join(words)))
        if len(typed) < 2 or is_initials(key_of(" ".join(words))):
            return []
        reason = ""
        return [
            (name, self.ranking["typing"] * (len(typed) / len(strokes(known))) ** 0.5, reason)
            for known, names in self.names.items()
            if strokes(known).startswith(typed) and len(strokes(known)) > len(typed)
            for name in names
        ]

    # --- ranking ---------------------------------------------------------------------------

    def find(self, query: str, limit: int = 10) -> list[Hit]:
        """Give the pages for a query, best first."""
        words = [part for word in words_of(query) for part in self.split(word)]
        text = Tally(self)
        for word in words:
            text.add(word, self.terms(word))
        text.close()
        names = self._score_names(words)
        hits = []
        for page in {*text.score, *names}:
            doc = self.docs[page]
            worth, name, reason = names.get(page, (0.0, "", ""))
            factor = self.ranking["kind"].get(doc.get("kind", ""), 1.0)
            score = text.score.get(page, 0.0) * factor
            score += worth * (factor if worth < self.ranking["name"] * 0.9 else 1.0)
            score += self.ranking["links"] * math.log1p(doc.get("links", 0))
            why = [(name, reason)] if reason else []
            why += [w for w in text.why.get(page, ()) if w[1] != reason]
            reasons = tuple(f"{show} · {self.reasons[r]}" for show, r in why[:2])
            hits.append(Hit(doc, score, reasons, text.best_section(page)))
        hits.sort(key=lambda hit: (-hit.score, hit.entry["location"]))
        return hits[:limit]

    def _score_names(self, words: list[str]) -> dict[int, tuple[float, str, str]]:
        """Give the best name of each page: its score, the name, the reason."""
        best: dict[int, tuple[float, str, str]] = {}
        says = [word for word in words if word.lower() not in self.stop] or words
        total, n = len(key_of("".join(says))) or 1, len(words)
        for start in range(n):
            for end in range(start + 1, n + 1):
                is_whole = end - start == n
                run = words[start:end]
                if len(run) > LONGEST_RUN and not is_whole:
                    continue
                if not is_whole and all(word.lower() in self.stop for word in run):
                    continue
                found = self._named(run, is_whole)
                if end == n and (is_whole or len(run) == 1):
                    found += self._typing(run)
                share = min(1.0, len(key_of("".join(run))) / total) ** 1.5
                for name, worth, reason in found:
                    # A heading that is one word of a question is no answer to it.
                    share_of = share * (1.0 if is_whole or name.weight > 0.7 else 0.4)
                    score = worth * name.weight * share_of * self.ranking["name"]
                    if is_whole and worth >= 0.98 and name.weight >= self.ranking["alias"]:
                        score += 100.0 if name.is_title else 50.0  # an exact title comes first
                        reason = "" if name.is_title else "alias"
                    if score > best.get(name.page, (0.0,))[0]:
                        best[name.page] = (score, name.show, reason)
        return best


def _latin_terms(word: str) -> list[Term]:
    terms = [Term(latin(word), 1.0, word)]
    parts = [part for part in re.split(r"[-_.]+", word) if len(part) > 1]
    if len(parts) > 1:
        whole = word.rpartition(".")[2]
        last = [whole] if whole != word and len(whole) > 1 else []
        terms += [Term(latin(part), 0.5, part) for part in last]
        terms += [Term(latin(part), 0.2, part) for part in parts if part not in last]
    elif (stem := english_stem(word)) != word:
        terms.append(Term(latin(stem), 0.7, stem))
    return terms
