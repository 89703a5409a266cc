"""Templates are compiled once and found fast, their words looked up once; pages stay the same."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import jinja2
import pytest
from maedeup.hosts import mkdocs, templates
from mkdocs.config import load_config
from mkdocs.structure.files import Files

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


def test_files_of_a_theme_are_found_without_a_look_into_its_hidden_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = (".icons/deep/a.svg", ".b.css", "inner/.c/d.css")
    write_files(tmp_path, {
        "mkdocs.yml": "site_name: t\ntheme: {name: mkdocs, custom_dir: own}\nplugins: []\n",
        "docs/index.md": "# 홈\n", "own/css/e.css": "", "own/f.css": "", "own/g.html": "",
        **{f"own/{name}": "" for name in hidden},
    })  # fmt: skip
    config = load_config(str(tmp_path / "mkdocs.yml"))
    plain, faster = Files([]), Files([])
    plain.add_files_from_theme(config.theme.get_env(), config)
    env = config.theme.get_env()
    templates.list_faster(env)
    seen, walk = list[str](), os.walk

    def told(*given: Any, **named: Any) -> Any:
        for folder, inner, files in walk(*given, **named):
            seen.append(folder)
            yield folder, inner, files

    monkeypatch.setattr(os, "walk", told)
    faster.add_files_from_theme(env, config)
    assert sorted(file.src_uri for file in faster) == sorted(file.src_uri for file in plain)
    assert {"css/e.css", "f.css"} <= {file.src_uri for file in faster}
    assert "own" in {Path(folder).name for folder in seen}
    assert "deep" not in {Path(folder).name for folder in seen}
    assert ".icons/deep/a.svg" in env.list_templates()
