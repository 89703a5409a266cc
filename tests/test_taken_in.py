"""Templates are compiled with what they include, and make what they make without."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import pytest
from maedeup.hosts import taken_in, templates
from mkdocs.utils.templates import url_filter

from .conftest import SITE, build_site, write_files
from .test_one_markdown import undated

FEATURES = [
    "navigation.tabs", "navigation.tabs.sticky", "navigation.sections", "navigation.indexes",
    "navigation.path", "navigation.footer", "navigation.top", "navigation.prune",
    "navigation.instant", "navigation.instant.progress", "toc.integrate", "search.suggest",
    "search.share", "content.action.edit", "content.action.view", "content.tabs.link",
    "announce.dismiss",
]  # fmt: skip
PALETTE = [
    {"scheme": "default", "toggle": {"icon": "material/weather-sunny", "name": "밝게"}},
    {"scheme": "slate", "toggle": {"icon": "material/weather-night", "name": "어둡게"}},
]
OVERRIDES = {
    "over/main.html": """\
        {% extends "base.html" %}
        {% block announce %}소식 {% include "partials/mine.html" %}{% endblock %}
        """,
    "over/partials/mine.html": "{% set icon = 'a' %}{{ icon }} {{ page.title }} {{ 'x/' | url }}",
    "over/partials/copyright.html": "{{ config.copyright }} {% include 'partials/mine.html' %}",
}
FILES = {
    "mkdocs.yml": SITE,
    "docs/index.md": "# 홈\n\n## 둘\n\n### 셋\n\n글.\n",
    "docs/a/index.md": "---\nicon: material/library\nstatus: new\n---\n# 가\n\n글.\n",
    "docs/a/b.md": "---\nhide: [toc, navigation, footer]\ntags: [하나]\n---\n# 나\n\n## 둘\n",
    "docs/a/c.md": "---\nsubtitle: 밑\ntitle: 다\n---\n글.\n",
    "docs/b/d.md": "# 라\n",
}
HOOK = """\
    def on_page_context(context, page, config, nav):
        if page.url == "a/c/":  # from here on the pages around have other names and other settings
            config.theme["features"].remove("navigation.footer")
            config.extra["homepage"] = "https://example.org/"
            nav.items[0].title = "처음"
        context["git_info"] = None
        return context
    """
THEME = {
    "name": "material", "language": "ko", "features": FEATURES, "palette": PALETTE,
    "icon": {"repo": "fontawesome/brands/git-alt", "admonition": {"note": "octicons/tag-16"}},
}  # fmt: skip
MORE = {
    "repo_url": "https://example.org/r", "edit_uri": "edit/main/", "copyright": "ⓒ",
    "site_url": "https://example.org/", "hooks": ["hook.py"],
    "extra": {
        "social": [{"icon": "material/email", "link": "mailto:a@b", "name": "편지"}],
        "alternate": [{"name": "한국어", "link": "/ko/", "lang": "ko"}],
        "consent": {"title": "c", "description": "d"}, "status": {"new": "새"},
        "analytics": {"feedback": {"title": "어때요", "ratings": [
            {"icon": "material/emoticon-happy-outline", "name": "네", "data": 1, "note": "고마"},
        ]}},
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", ["plain", "all", "overridden", "mkdocs"])
def test_sites_are_what_they_are_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    sites = []
    for name in ("one", "other"):
        root = tmp_path / name
        write_files(root, FILES | OVERRIDES | {"hook.py": HOOK})
        over = {"custom_dir": str(root / "over")} if kind == "overridden" else {}
        theme: Any = {"name": "mkdocs"} if kind == "mkdocs" else {"name": "material"}
        more: Any = {}
        if kind in ("all", "overridden"):
            theme = THEME | over | {"features": [*FEATURES]}
            more = MORE | {"extra": {**MORE["extra"]}}  # type: ignore[dict-item]
            more["hooks"] = [str(root / "hook.py")]
        sites.append(build_site(root, theme=theme, **more))
        monkeypatch.setattr(templates, "take_in", lambda env: None)
    one, other = ({n: undated(b) for n, b in s.items() if n.endswith(".html")} for s in sites)
    assert one == other
    assert len(one) >= 6


def rendered(files: dict[str, str], context: dict[str, Any], taken: bool) -> tuple[str, int]:
    """Render `main.html`; return what it makes, and how often another template was asked for."""
    env = jinja2.Environment(loader=jinja2.DictLoader(files))
    env.filters |= {"url": url_filter, "told": jinja2.pass_context(lambda c, x: f"{x}{c['a']}")}
    env.filters["up"] = str.upper
    asked = []
    if taken:
        taken_in.take_in(env)
    plain = env.get_template

    def counted(name: Any, *args: Any, **kwargs: Any) -> jinja2.Template:
        asked.append(name)
        return plain(name, *args, **kwargs)

    template = env.get_template("main.html")
    env.get_template = counted  # type: ignore[method-assign,assignment]
    try:
        return template.render(context), len(asked)
    except jinja2.TemplateError as error:
        return f"{type(error).__name__}: {error}", len(asked)


TAKEN = {
    "a name of the page": ("{% include 'p.html' %}", "{{ a | up }}{{ config.b }}"),
    "a name it sets itself": ("{% include 'p.html' %}{{ x }}", "{% set x = a %}{{ x }}"),
    "a loop of its own": (
        "{% for a in 'xy' %}{% block b scoped %}{{ loop.index }}{% endblock %}{% endfor %}"
        "{% include 'p.html' %}",
        "{% for c in 'de' %}{{ loop.index }}{{ c }}{% endfor %}",
    ),
    "a macro of its own": (
        "{% include 'p.html' %}", "{% macro m(n) %}{{ n }}{{ a }}{% endmacro %}{{ m(1) }}",
    ),
    "text alone": ("{% set n = 'i' %}{% include n ~ '.svg' %}{% include 'i.svg' %}", ""),
    "inside a macro": ("{% macro m() %}{% include 'p.html' %}{% endmacro %}{{ m() }}", "<{{ a }}>"),
    "inside a block": (
        "{% set y = 1 %}{% block b %}{% include 'p.html' %}{% endblock %}", "{{ y }}{{ a }}",
    ),
    "in a text that is set": (
        "{% set t %}{% include 'p.html' %}{% include 'i.svg' %}{% endset %}{{ t | up }}", "{{ a }}",
    ),
    "within another": ("{% include 'q.html' %}", "{{ a }}"),
    "a filter of the page's address": ("{% include 'p.html' %}", "{{ 'x/' | url }}{{ a }}"),
}  # fmt: skip
LEFT = {
    "a name that is set around": ("{% set a = 2 %}{% include 'p.html' %}", "{{ a }}"),
    "one that is set later": ("{% include 'p.html' %}{% set a = 2 %}{{ a }}", "{{ a }}"),
    "one that may be set": (
        "{% if z %}{% set a = 2 %}{% endif %}{% include 'p.html' %}", "{{ a }}",
    ),
    "a loop around": ("{% for a in 'xy' %}{% include 'p.html' %}{% endfor %}", "{{ loop }}"),
    "a page of its own": (
        "{% include 'p.html' %}", "{% set page = other %}{{ 'x/' | url }}",
    ),
    "a filter that asks for anything": ("{% include 'p.html' %}", "{% set a = 3 %}{{ 1 | told }}"),
    "something called": ("{% include 'p.html' %}", "{% set a = 3 %}{{ call() }}"),
    "a block": ("{% include 'p.html' %}", "{% block x %}{{ a }}{% endblock %}"),
    "one that extends": ("{% include 'p.html' %}", "{% extends 's.html' %}"),
    "itself": ("{% include 'r.html' %}", "{{ a }}"),
    "a template that is not there": ("{% if z %}{% include 'none.html' %}{% endif %}{{ a }}", ""),
    "one that is broken": ("{{ a }}{% include 'bad.html' %}", ""),
    "one that need not be there": ("{% include 'none.html' ignore missing %}{{ a }}", ""),
    "one without the context": ("{% include 'p.html' without context %}", "[{{ a }}]"),
    "the one that calls": (
        "{% macro m() %}{{ caller() }}{% include 'p.html' %}{% endmacro %}"
        "{% call m() %}x{% endcall %}",
        "{{ caller }}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", [*TAKEN, *LEFT])
def test_template_makes_the_same_whether_it_is_taken_in_or_not(case: str) -> None:
    main, part = (TAKEN | LEFT)[case]
    files = {
        "main.html": main, "p.html": part, "i.svg": "<svg>\n</svg>\n",
        "s.html": "[{{ a }}]", "q.html": "({% include 'p.html' %})", "bad.html": "{% if %}",
        "r.html": "{{ a }}{% if deep %}{% set deep = false %}{% include 'r.html' %}{% endif %}",
    }  # fmt: skip
    page, other = (type("Page", (), {"url": url})() for url in ("n/a/", "n/b/c/"))
    call = jinja2.pass_context(lambda context: context["a"])
    context = {"a": "v", "config": {"b": "w"}, "page": page, "other": other, "base_url": "../.."}
    context |= {"deep": True, "call": call}
    plain, _ = rendered(files, context, taken=False)
    made, n_asked = rendered(files, context, taken=True)
    hide = re.compile(r"0x\w+|&lt;.*?&gt;|<.*?Loop.*?>")
    assert hide.sub("", made) == hide.sub("", plain)
    if case in TAKEN:
        assert n_asked == 0


def test_template_is_compiled_again_when_another_that_it_includes_has_changed(
    tmp_path: Path,
) -> None:
    files = {"main.html": "{% include 'p.html' %}", "p.html": "{% include 'q.html' %}"}
    for text in ("하나", "둘"):
        loader = jinja2.DictLoader(files | {"q.html": text})
        make = staticmethod(partial(jinja2.Environment, loader=loader))
        theme: Any = type("Theme", (), {"get_env": make})()
        templates.keep_compiled(theme, tmp_path)
        assert theme.get_env().get_template("main.html").render() == text
