"""`maedeup check`, a strict build and `pytest --maedeup` tell the same problems of a site."""

from __future__ import annotations

import json
import logging
import shutil
import unicodedata
from pathlib import Path

import fontTools.subset  # noqa: F401  # pytest's runs inside a test forget it, and it loads once
import pytest
from maedeup.hosts.cli import main
from maedeup.text.errors import Problem
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from tests.conftest import Files, write_files

pytest_plugins = ["pytester"]

SITES = Path(__file__).parent / "sites"
SETTINGS = """\
site_name: t
theme: {name: null, custom_dir: theme, static_templates: []}
nav: [index.md]
plugins:
  - maedeup:
      checks: strict
"""
THEME = {
    "theme/main.html": "<html><head></head><body>{{ page.content }}</body></html>",
    "theme/404.html": "",
}
RUNS = "# %% a\nn = 7\ntext = 'a'\n"


WORK = "@article{a,\n  title = {가},\n  author = {나},\n  year = {2020},\n  journal = {다},\n}\n"


def note(text: str, **files: str) -> Files:
    return {"docs/a.md": f"**가**는 [[index]]에서 온다.\n\n{text}\n"} | files


def setting(text: str) -> Files:
    return {"mkdocs.yml": f"{SETTINGS}{text}\n"}


def snippet(text: str) -> Files:
    return {"snippets/x.py": text, "docs/a.md": "**가**는 [[index]]에서 온다.\n\n![[x.py]]\n"}


def options(text: str, code: str = "x = 1") -> Files:
    rows = "".join(f"# {row}\n" for row in text.split("\n"))
    return snippet(f"# /// script\n{rows}# ///\n# %% a\n{code}\n")


ENDS = [
    "print('before')\n1 / 0",
    "def f():\n    return f()\nf()",
    "import nowhere",
    "from math import sinn",
    "open('nowhere.csv')",
    "open('out.txt', 'w')",
    "import sys\nsys.exit('words')",
    "import sys\nsys.exit(3)\nx = 1",
    "import os\nos._exit(3)",
    "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)",
    "import sys\nsys.excepthook = lambda *told: print('hooked')\n1 / 0",
    "import sys\nsys.excepthook = None\n1 / 0",
    "import sys\nsys.stderr = None\n1 / 0",
    "raise KeyboardInterrupt",
    "raise ExceptionGroup('many', [ValueError(1), KeyError('k')])",
    "class E(Exception):\n    def __str__(self):\n        raise ValueError\nraise E",
    "error = ValueError('one\\ntwo')\nerror.add_note('note')\nraise error",
    "assert 1 == 2, '값이 다르다'",
    "exec('x = = 1')",
    "import sys\nsys.modules.clear()\n1 / 0",
    "import builtins\nbuiltins.isinstance = builtins.type = builtins.len = None\n1 / 0",
    "import socket\nsocket.create_connection(('example.org', 80), 1)",
    "import atexit\natexit.register(print, 'bye')\n'x' + 1",
    "if True:\nx = 1",
    "x = '",
    "\tx = 1",
    "await f()",
    "return 1",
    "break",
    "x = 1\n\x0cy = \x01",
    "def f(a, a): ...",
    "from __future__ import braces",
    "nonlocal x",
    "print 'x'",
]
"""How snippets end that end badly, or never begin."""

BROKEN: dict[str, Files] = {
    "ends": note(
        "\n\n".join(f"![[e{n}.py]]" for n in range(len(ENDS))),
        **{f"snippets/e{n}.py": f"# %% a\n{code}\n" for n, code in enumerate(ENDS)},
    ),
    "odd bytes": note(
        "![[mark.py]] ![[latin.py]] ![[zero.py]]\n\n![[lines.py]]\n\n![[empty.py]]",
        **{
            "snippets/mark.py": b"\xef\xbb\xbf# %% a\n1 / 0\n",
            "snippets/latin.py": b"# -*- coding: latin-1 -*-\n# %% a\nx = '\xe9'\n",
            "snippets/zero.py": b"# %% a\nx = 1\0\n",
            "snippets/lines.py": b"# %% a\r\nx = 1\r\n1 / 0\r\n",
            "snippets/empty.py": b"",
        },
    ),
    # notes
    "unknown note": note("[[없다]]"),
    "unknown heading": note("[[index#없다]]"),
    "unknown block": note("[[index#^no]]"),
    "unknown formula": note("[[index#^eq-no]]"),
    "unknown image": note("![[no.png|그림]]"),
    "unknown snippet": note("![[no.py]]"),
    "unknown list": note("![[list:no]]"),
    "no way": note("![[path:a→index]]"),
    "outside": note("[[../../x]]"),
    "self link": note("[[a]]"),
    "embed inside a line": note("앞 ![[index]] 뒤"),
    "embed circle": note("![[b]]", **{"docs/b.md": "**나**는 돈다.\n\n![[a]]\n"}),
    "raw python": note("```python\n1\n```"),
    "broken formula": note("$\\nocommand$"),
    "equal blocks": note("하나 ^x\n\n둘 ^x"),
    "front matter": {"docs/a.md": "---\ntitle: [\n---\n[[index]]\n"},
    "front matter without end": {"docs/a.md": "---\ntitle: a\n[[index]]\n"},
    "front matter that is no table": {"docs/a.md": "---\n- a\n---\n[[index]]\n"},
    "unknown kind and field": {"docs/a.md": "---\nkind: no\ntitel: a\n---\n[[index]]\n"},
    "title that is no text": {"docs/a.md": "---\ntitle: [a]\n---\n[[index]]\n"},
    "unknown requires": {"docs/a.md": "---\nrequires: [no]\n---\n[[index]]\n"},
    "no UTF-8": {"docs/a.md": b"\xff\xfe[[index]]"},
    "two notes of one name": {"docs/b.md": "---\naliases: [a]\n---\n[[index]]\n"},
    "orphan": {"docs/lost.md": "**나**는 [[a]]를 안다.\n"},
    "wrong particle": note("[[index|노트]]이 있다."),
    # lists
    "broken list": {"docs/planned.yml": "a: [\n"},
    "list of another kind": {"docs/common-words.yml": "a: b\n"},
    "synonym alone": {"docs/synonyms.yml": "- [편향]\n"},
    "planned but written": {"docs/planned.yml": "a: 가\n"},
    "redirect to nothing": {"docs/redirects.yml": "notes/old: no\n"},
    "redirect of a note": {"docs/redirects.yml": "a: index\n"},
    "no UTF-8 list": {"docs/planned.yml": b"\xff"},
    # settings
    "unknown setting": setting("      chekcs: {}"),
    "setting of another kind": setting("      snippets_dir: 5"),
    "unknown check": setting("      checks: {dead-ends: off}"),
    "checks that are no table": setting("      checks: [orphan]"),
    "unknown severity": setting("      checks: {orphan: eror}"),
    "check made an error": setting("      checks: {single-tag: error}")
    | {"docs/b.md": "---\ntags: [t]\n---\n**나**는 [[a]]이다.\n", "docs/c.md": "[[b]]\n"},
    "all frozen": setting("      frozen: true") | snippet(RUNS),
    # snippets
    "failing": snippet("# %% a\n1 / 0\n"),
    "syntax error": snippet("# %% a\nx = (\n"),
    "two cells of one name": snippet("# %% a\n1\n# %% a\n2\n"),
    "bad cell name": snippet("# %% !!\n1\n"),
    "unused": {"snippets/x.py": "# %% a\nx = 1\n"},
    "unknown option": options("[tool.maedeup]\ntimeout = 1"),
    "option of another kind": options("[tool.maedeup]\ntimeout_s = 'long'"),
    "options that are no TOML": options("[tool"),
    "variant that fits nowhere": options('[tool.maedeup.variants.b]\nreplace = {"y" = "z"}'),
    "unknown parts": note(
        "![[x.py#b]]\n\n![[x.py#a|figur]]\n\n값은 ![[x.py#text|.2f]]이다.\n\n![[x.py#a?no]]",
        **{"snippets/x.py": RUNS},
    ),
    "typed number": note(
        "정확도는 95.3%이다.\n\n![[x.py]]", **{"snippets/x.py": "# %%\naccuracy = 0.913\n"}
    ),
    "no notebook": {"docs/own.ipynb": "{}"},
    # works
    "unknown work": note("그렇다.[@no]"),
    "unused work": {"docs/references.bib": WORK},
    "broken bibliography": {"docs/references.bib": "@article{a, title = {b}}\n"},
}  # fmt: skip
FATAL: dict[str, Files] = {
    "no YAML": {"mkdocs.yml": "site_name: [\n"},
    "empty": {"mkdocs.yml": ""},
    "no table": {"mkdocs.yml": "- a\n"},
    "no folder": {"mkdocs.yml": f"{SETTINGS}docs_dir: nowhere\n"},
    "setting of the host": {"mkdocs.yml": f"{SETTINGS}nav: 5\n"},
    "setting that the host only warns of": {"mkdocs.yml": f"{SETTINGS}extra_cs: []\n"},
}

WARNED: dict[str, tuple[Files, list[str]]] = {
    "navigation to no file": (
        {"mkdocs.yml": SETTINGS.replace("[index.md]", "\n  - index.md\n  - gone.md")},
        ["mkdocs.yml:5"],
    ),
    "navigation to another host's address": (
        {"mkdocs.yml": SETTINGS.replace("[index.md]", "[index.md, /there/]")
         + "validation: {nav: {absolute_links: warn}}\n"},
        ["mkdocs.yml:3"],
    ),
    "page outside a navigation that is to be whole": (
        setting("validation: {nav: {omitted_files: warn}}"), ["mkdocs.yml"]
    ),
    "two files of one address": ({"docs/README.md": "# 홈\n"}, ["mkdocs.yml"]),
    "link to no file": (note("[x](no.md) ![y](../no.png)\n\n[z][d]\n\n[d]: b/no.md"), [
        "docs/a.md:3", "docs/a.md:3", "docs/a.md:7",
    ]),
    "link to no page": (
        note("[x](no/)") | setting("validation: {links: {unrecognized_links: warn}}"),
        ["docs/a.md:3"],
    ),
    "absolute link": (
        note("[x](/no/)") | setting("validation: {links: {absolute_links: warn}}"), ["docs/a.md:3"]
    ),
}  # fmt: skip
"""What the host warns of, and where a problem says so."""

UNWARNED: dict[str, Files] = {
    "page outside the navigation": note(""),
    "navigation to what a build makes": snippet(RUNS)
    | {"mkdocs.yml": SETTINGS.replace("[index.md]", "[index.md, snippets/index.md, recent.md]")
       + "      recent: 3\n"},
    "links to what is there": snippet(RUNS) | {
        "docs/in/b.md": "**나**는 [[a]], [가](../a.md), [가](a), [그림](../p.png)이다.\n"
        "\n[코드](../snippets/x.py) `[x](no.md)`\n\n[used]: no.md\n"
        "\n![[x.py#n]](![[x.py#n]]), [[a]](처음)\n",
        "docs/p.png": b"", "docs/c.md": "**다**는 [[b]]를 안다.\n",
        "docs/index.md": "# 홈\n\n[[a]] [[c]]\n",
    },
    "navigation in the other form of a name": {
        "mkdocs.yml": SETTINGS.replace("[index.md]", "[index.md, 가.md]"),
        unicodedata.normalize("NFD", "docs/가.md"): "**나**는 [[a]]이다.\n",
    },
}  # fmt: skip


@pytest.fixture
def root(pytester: pytest.Pytester, one_home: None) -> Path:
    """A site without a problem, where pytest runs."""
    base = {"mkdocs.yml": SETTINGS, "docs/index.md": "# 홈\n\n[[a]]\n"} | THEME
    write_files(pytester.path, base | note(""))
    return pytester.path


def told_by_check(
    root: Path, capsys: pytest.CaptureFixture[str], file: str = "mkdocs.yml"
) -> list[Problem]:
    capsys.readouterr()
    code = main(["--root", str(root), "-f", file, "check", "--json"])
    rows = [row for row in json.loads(capsys.readouterr().out) if row["severity"] == "error"]
    assert code == bool(rows)
    names = ("code", "path", "line", "problem", "value", "hint")
    return [Problem(**{name: row[name] for name in names}) for row in rows]


class Told(logging.Handler):
    """Keeps what the plugin says, or the host."""

    def __init__(self, level: int = logging.ERROR) -> None:
        super().__init__(level)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def told_by_build(root: Path, file: str = "mkdocs.yml") -> tuple[list[str], bool]:
    """Return what the plugin says in a strict build, and whether the build ended well."""
    told, log = Told(), logging.getLogger("mkdocs.plugins.maedeup")
    log.addHandler(told)
    config = load_config(str(root / file), strict=True, site_dir=str(root.parent / "site"))
    try:
        build(config)
    except Abort:
        return told.texts, False
    finally:
        config.plugins.on_shutdown()
        log.removeHandler(told)
    return told.texts, True


OURS = ("--disable-plugin-autoload", "-p", "maedeup.hosts.pytest")
"""Of all plugins that are installed; to load the others takes longer than such a test."""


def told_by_pytest(pytester: pytest.Pytester) -> str:
    """Return what the test of the whole vault says; empty when it passes."""
    run = pytester.inline_run(*OURS, "--maedeup", "mkdocs.yml", "-p", "no:cacheprovider", "-q")
    (report,) = (r for r in run.getreports("pytest_runtest_logreport") if r.when == "call")
    return str(report.longrepr or "")


def agree(
    root: Path, pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str]
) -> list[Problem]:
    """Ask all three, and hold their answers equal: the command's JSON has no tracebacks."""
    checked = told_by_check(root, capsys)
    built, is_well = told_by_build(root)
    assert [ends(text) for text in built] == [ends(str(problem)) for problem in checked]
    assert is_well == (not checked)
    assert told_by_pytest(pytester) == "\n\n".join(built)
    return checked


def ends(text: str) -> tuple[str, str]:
    rows = text.splitlines()
    return rows[0], rows[-1] if rows[-1].startswith("hint: ") else ""


@pytest.mark.parametrize("case", BROKEN)
def test_three_hosts_tell_the_same_problems(
    root: Path, pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    write_files(root, BROKEN[case])
    assert agree(root, pytester, capsys)


def warned_by_build(root: Path) -> tuple[list[str], bool]:
    """Return what the host itself warns of in a strict build, and whether the build ended well."""
    host, log = Told(logging.WARNING), logging.getLogger("mkdocs")
    host.addFilter(lambda record: not record.name.startswith("mkdocs.plugins.maedeup"))
    log.addHandler(host)
    try:
        is_well = told_by_build(root)[1]
    finally:
        log.removeHandler(host)
    return [" ".join(text.split()) for text in host.texts], is_well


@pytest.mark.parametrize("case", WARNED)
def test_check_tells_what_the_host_warns_of_in_a_strict_build(
    root: Path, pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    files, places = WARNED[case]
    write_files(root, files)
    checked = told_by_check(root, capsys)
    warned, is_well = warned_by_build(root)
    assert not is_well
    assert {problem.code for problem in checked} == {"host-warning"}
    assert sorted(problem.value for problem in checked) == sorted(warned)
    assert [str(problem).partition(": ")[0] for problem in checked] == places
    assert told_by_pytest(pytester) == "\n\n".join(map(str, checked))


@pytest.mark.parametrize("case", UNWARNED)
def test_check_tells_nothing_that_the_host_does_not_warn_of(
    root: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    write_files(root, UNWARNED[case])
    assert told_by_check(root, capsys) == []
    assert warned_by_build(root) == ([], True)


@pytest.mark.parametrize("site", ["broken", "linked", "lab"])
def test_three_hosts_agree_on_a_whole_site(
    root: Path, pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str], site: str
) -> None:
    shutil.rmtree(root / "docs")
    shutil.copytree(SITES / site, root, dirs_exist_ok=True)
    text = (root / "mkdocs.yml").read_text("utf-8")
    text = text.replace("name: material", "name: null\n  custom_dir: theme").replace(
        "language", "x"
    )
    (root / "mkdocs.yml").write_text(text.replace("  font: false\n", ""), "utf-8")
    assert bool(agree(root, pytester, capsys)) == (site == "broken")


def test_three_hosts_find_nothing_where_nothing_is_wrong(
    root: Path, pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str]
) -> None:
    assert agree(root, pytester, capsys) == []


@pytest.mark.parametrize("case", FATAL)
def test_settings_that_cannot_be_used_end_all_three(
    root: Path, pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    write_files(root, FATAL[case])
    checked = told_by_check(root, capsys)
    assert checked
    with pytest.raises((MkDocsException, AttributeError, TypeError)):
        load_config(str(root / "mkdocs.yml"), strict=True)
    run = pytester.runpytest_inprocess(*OURS, "--maedeup", "mkdocs.yml", "-q")
    assert run.ret != pytest.ExitCode.OK
    assert all(str(p).splitlines()[0] in run.stdout.str() + run.stderr.str() for p in checked)


def test_inherited_settings_and_those_of_the_environment_mean_the_same_to_all(
    root: Path,
    pytester: pytest.Pytester,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {
        "base.yml": SETTINGS.replace(
            "- maedeup:\n      checks: strict",
            "maedeup:\n      snippets_dir: !ENV [WHERE, no]\n"
            "      checks: {profile: strict, orphn: off}",
        ),
        "mkdocs.yml": "INHERIT: base.yml\ndocs_dir: notes\n",
        "other.yml": "INHERIT: mkdocs.yml\nplugins:\n  maedeup:\n    snippets_dir: others\n",
        "code/x.py": "# %% a\n1 / 0\n",
        "others/y.py": "# %% a\n[][0]\n",
    }
    write_files(root, files)
    (root / "docs").rename(root / "notes")
    monkeypatch.setenv("WHERE", "code")
    failed = [
        "base.yml:7: unknown check: orphn",
        "code/x.py:1: unused snippet: x.py",
        "code/x.py:2: ZeroDivisionError",
    ]
    checked = agree(root, pytester, capsys)
    assert [
        str(problem)[: len(said)] for problem, said in zip(checked, failed, strict=True)
    ] == failed
    assert main(["--root", str(root), "run"]) == 1
    assert "code/x.py:2: ZeroDivisionError" in capsys.readouterr().err

    other = told_by_check(root, capsys, "other.yml")
    assert [(problem.code, problem.path) for problem in other] == [
        ("unknown-check", "base.yml"),
        ("unused-snippet", "others/y.py"), ("snippet-failed", "others/y.py")
    ]  # fmt: skip
    built, is_well = told_by_build(root, "other.yml")
    assert not is_well
    assert [ends(text) for text in built] == [ends(str(problem)) for problem in other]
    assert main(["--root", str(root), "-f", "other.yml", "run"]) == 1
    assert "others/y.py:2: IndexError" in capsys.readouterr().err
