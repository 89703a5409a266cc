"""How grave each problem is: a profile, and what mkdocs.yml grades otherwise.

plugins:
  - maedeup:
      checks: vault
      checks: {profile: strict, dead-end: error, too-long: off, max-words: 600}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from maedeup.text.codes import CODES, GRADABLE, PROFILE, PROFILES, Severity
from maedeup.text.errors import Problem, suggest
from maedeup.text.paths import SourcePath, read_source
from maedeup.vault.site_settings import Settings

MAX_WORDS = 900
"""Of a note's prose: about two screens; code, formulas and comments do not count."""

SEVERITIES = get_args(Severity)


@dataclass(frozen=True)
class Grades:
    """The severity of each code in this vault."""

    severities: Mapping[str, str]
    max_words: int = MAX_WORDS
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    """What is wrong with the setting itself."""

    def of(self, code: str) -> str:
        """Return the severity of a code."""
        return self.severities[code]

    def grade(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield each problem with its severity; what is off is left out."""
        for problem in problems:
            if (severity := self.severities[problem.code]) != "off":
                yield replace(problem, severity=severity)

    def only(self, codes: Iterable[str]) -> Grades:
        """Turn all off but these; one that is off and asked for warns."""
        wanted = set(codes)
        asked = {
            code: ("warning" if severity == "off" else severity) if code in wanted else "off"
            for code, severity in self.severities.items()
        }
        return replace(self, severities=asked)


def read_grades(settings: Settings) -> Grades:
    """Read `checks:` of mkdocs.yml; what cannot be understood is told, and left as the profile."""
    given, wrong = settings.checks, list[Problem]()
    names = [*GRADABLE, "max-words", "profile"]

    def problem(code: str, problem: str, name: str, value: object, hint: str) -> None:
        wrong.append(Problem(code, *_place_of(settings, name), problem, str(value), hint))

    if isinstance(given, str):
        given = {"profile": given}
    elif not isinstance(given, dict):
        hint = "write `checks: vault`, or `checks: {dead-end: warning}`"
        problem("bad-setting", "checks is no table", "checks", given, hint)
        given = {}
    profile = given.get("profile", PROFILE)
    if profile not in PROFILES:
        hint = suggest(str(profile), PROFILES, "one of " + ", ".join(PROFILES))
        name = "profile" if isinstance(settings.checks, dict) else "checks"
        problem("bad-setting", "unknown profile of checks", name, profile, hint)
        profile = PROFILE
    severities, max_words = {**dict[str, str](CODES), **PROFILES[profile]}, MAX_WORDS
    for name, value in given.items():
        value = "off" if value is False else value  # what YAML makes of `off`
        if name == "profile":
            continue
        if name not in names:
            hint = suggest(str(name), names, "the guide lists them: problems")
            problem("unknown-check", "unknown check", name, name, hint)
        elif name == "max-words":
            if isinstance(value, int) and not isinstance(value, bool) and value > 0:
                max_words = value
            else:
                what, hint = "max-words is no positive number", "write `max-words: 900`"
                problem("bad-setting", what, name, value, hint)
        elif value not in SEVERITIES:
            hint = suggest(str(value), SEVERITIES, "one of " + ", ".join(SEVERITIES))
            problem("bad-setting", f"unknown severity of {name}", name, value, hint)
        else:
            severities[name] = str(value)
    return Grades(severities, max_words, tuple(wrong))


def _place_of(settings: Settings, name: Any) -> tuple[str, int]:
    """Return the settings file, and its line, that names a check below `checks`."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(str(name))}[\"']?\s*:")
    for path in (settings.file, *settings.inherited):
        is_below = False
        for line, row in enumerate(
            read_source(settings.root / path, SourcePath(path)).split("\n"), 1
        ):
            is_below = is_below or bool(re.match(r"[\s-]*checks:", row))
            if is_below and pattern.search(row):
                return path, line
    return settings.file, 0
