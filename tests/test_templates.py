"""Templates are compiled once, their words looked up once, and pages are what they would be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest
from maedeup.hosts import mkdocs, templates

from .conftest import SITE, build_site, write_files

PAGE = '{% import "partials/language.html" as lang with context %}'
WORDS = '{% import "table.html" as table %}{% macro t(key) %}{{ table.t(key) }}{% endmacro %}'
TABLE = "{% macro t(key) %}{{ count(key) }}{{ {'skip': '넘어가기'}[key] }}{% endmacro %}"


def render(words: str, page: str = "{{ lang.t('skip') }} {{ lang.t('skip') }}") -> list[str]:
    """Render a page twice; return what was looked up."""
    files = {"main.html": PAGE + page, "partials/language.html": words, "table.html": TABLE}
    env, asked = jinja2.Environment(loader=jinja2.DictLoader(files)), list[str]()
    env.globals["count"] = lambda key: asked.append(key) or ""  # type: ignore[func-returns-value]
    templates.keep_words(env)
    for title in ("하나", "둘"):
        shown = env.get_template("main.html").render(page={"title": title}, config={})
        assert shown.replace(title, "") == "넘어가기 넘어가기"
    return asked


def test_word_is_looked_up_once_for_all_pages() -> None:
    assert render(WORDS) == ["skip"]


def test_words_that_a_page_has_a_part_in_are_looked_up_each_time() -> None:
    of_page = WORDS.replace("{{ table", "{{ page.title }}{{ table")
    assert render(of_page) == ["skip"] * 4
    assert render(WORDS.replace("(key) }}", "(key) | trim }}")) == ["skip"] * 4


def test_theme_without_words_is_left_alone() -> None:
    env = jinja2.Environment(loader=jinja2.DictLoader({"main.html": "글"}))
    templates.keep_words(env)
    assert env.get_template("main.html").render() == "글"


def test_pages_of_material_are_what_they_are_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = {"name": "material", "language": "ko"}
    write_files(tmp_path, {"mkdocs.yml": SITE, "docs/index.md": "# 홈\n\n## 둘\n\n글.\n"})
    site = build_site(tmp_path, theme=theme)
    monkeypatch.setattr(mkdocs, "keep_words", lambda env: None)
    assert site["index.html"] == build_site(tmp_path, theme=theme)["index.html"]
    assert "콘텐츠로 이동" in site["index.html"].decode()


def themed(folder: Path) -> Any:
    """Return a theme whose environments are kept compiled in a folder."""
    loader = jinja2.DictLoader({"main.html": "{{ 'a' | said }}"})

    def get_env() -> jinja2.Environment:
        env = jinja2.Environment(loader=loader)
        env.filters["said"] = str.upper
        return env

    theme: Any = type("Theme", (), {"get_env": staticmethod(get_env)})()
    templates.keep_compiled(theme, folder)
    return theme


def test_template_is_compiled_once_but_again_for_another_filter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = 0
    generate = jinja2.Environment._generate

    def counted(self: jinja2.Environment, *given: object, **named: object) -> object:
        nonlocal compiled
        compiled += 1
        return generate(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(jinja2.Environment, "_generate", counted)
    for _ in range(2):
        assert themed(tmp_path).get_env().get_template("main.html").render() == "A"
    assert compiled == 1
    env = themed(tmp_path).get_env()
    env.filters["said"] = lambda text: text + "!"
    assert env.get_template("main.html").render() == "a!"
    assert compiled == 2


def test_folder_that_cannot_be_written_stops_no_template(tmp_path: Path) -> None:
    (tmp_path / ".maedeup").write_text("no folder")
    assert themed(tmp_path).get_env().get_template("main.html").render() == "A"
