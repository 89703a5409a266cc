"""Inventories: what the documentation of libraries tells of, kept in the vault."""

from __future__ import annotations

import ast
import importlib.util
import json
import subprocess
import sys
import zlib
from importlib import metadata
from pathlib import Path

import pytest
from maedeup.hosts.cli import main
from maedeup.page.questions import Questions
from maedeup.text.errors import MaedeupError
from maedeup.vault.inventories import FIELDS, parse_inventory, write_inventory

from tests.project import Project, RunOptions, load_settings

from .conftest import MakeProject, messages, need_module

ROOT = Path(__file__).parents[1]
STORED = sorted((ROOT / "inventories").glob("*.txt"))
GIVEN = {"library": "L", "version": "1", "base": "https://docs.example/"}
MODULES = {
    "scikit-learn": "sklearn", "scikit-image": "skimage", "Flask": "flask",
    "opencv-python-headless": "cv2", "SQLAlchemy": "sqlalchemy",
}  # fmt: skip
HEAD = "library: L\nversion: 1\nbase: https://docs.example/\n\n"

PAGES = {
    "json.dumps": "library/json.html",
    "json.JSONEncoder": "library/json.html",
    "json.JSONEncoder.encode": "library/json.html",
    "json.tool": "generated/json.tool.html",
    "print": "library/functions.html",
    "str": "library/stdtypes.html",
    "str.join": "library/stdtypes.html",
    "pathlib.Path": "generated/pathlib.Path.html",
    "pathlib.Path.stat": "generated/pathlib.Path.html",
    "pathlib.PurePath": "generated/pathlib.PurePath.html",
    "pathlib.PurePath.name": "generated/pathlib.PurePath.name.html",
}
TEXT = """\
library: L
version: 1
base: https://docs.example/

[generated/{}.html]
json. tool
pathlib.Path stat
pathlib. PurePath
pathlib.PurePath. name
[library/functions.html]
print
[library/json.html]
json.JSONEncoder encode
json. dumps
[library/stdtypes.html]
str join
"""


def test_text_is_short_and_says_all() -> None:
    assert write_inventory(GIVEN, PAGES) == TEXT
    found = parse_inventory("x.txt", TEXT)
    assert found.pages == PAGES
    assert found.find(["no.name", "str.join"]) == (
        "str.join", "https://docs.example/library/stdtypes.html#str.join"
    )  # fmt: skip
    assert found.find(["str.split"]) is None


def test_page_with_an_anchor_of_its_own_keeps_it() -> None:
    pages = {"cv2.resize": "d5/group.html#ga47", "cv2.AREA": "d5/group.html#flags",
             "cv2.CUBIC": "d5/group.html#flags"}  # fmt: skip
    text = write_inventory(GIVEN, pages)
    rows = "[d5/group.html#flags]\ncv2. AREA CUBIC\n[d5/group.html#ga47]\ncv2. resize\n"
    assert text.endswith(rows)
    found = parse_inventory("x.txt", text)
    assert found.pages == pages
    assert found.find(["cv2.CUBIC"]) == ("cv2.CUBIC", "https://docs.example/d5/group.html#flags")


BROKEN = {
    "no fields": ("json. dumps\n", [1]),
    "a field of another name": (HEAD.replace("version", "edition"), [2]),
    "a field without a value": (HEAD.replace(": L", ":"), [1]),
    "a missing field": ("library: L\nversion: 1\n\n", [1]),
    "no address": (HEAD.replace("https://docs.example/", "docs/"), [1]),
    "an address with code": (HEAD.replace("https:", "javascript:"), [1]),
    "names before a page": (HEAD + "json. dumps\n", [5]),
    "a page that leaves": (HEAD + "[//evil.example/]\njson. dumps\n", [5]),
    "a page with a mark": (HEAD + '[a"b.html]\njson. dumps\n', [5]),
    "a page that is not closed": (HEAD + "[a.html\njson. dumps\n", [5]),
    "no name": (HEAD + "[a.html]\njson. dumps <b>\nok. name\njson  dumps\n", [6, 8]),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_inventory_is_told_by_its_line(case: str) -> None:
    text, lines = BROKEN[case]
    with pytest.raises(MaedeupError) as raised:
        parse_inventory("inventories/x.txt", text)
    assert [p.line for p in raised.value.problems] == lines
    assert {p.code for p in raised.value.problems} == {"broken-inventory"}
    assert all(p.hint for p in raised.value.problems)


def test_broken_inventory_is_a_problem_and_ends_nothing(built: MakeProject) -> None:
    files = {
        "docs/index.md": "# 홈\n\n![[x.py#a]]\n",
        "snippets/x.py": "# %% a\nimport math\n\nprint(math.pi)\n",
        "inventories/a.txt": "nothing\n",
        "inventories/b.txt": f"{HEAD}[m.html]\nmath. pi\n",
    }
    project = built(files)
    assert messages(project) == ["inventories/a.txt:1: broken inventory: nothing"]
    assert [i.library for i in project.vault.inventories] == ["L"]


def objects_inv(rows: str, project: str = "Library", version: str = "2.0") -> bytes:
    head = f"# Sphinx inventory version 2\n# Project: {project}\n# Version: {version}\n# zlib:\n"
    return head.encode() + zlib.compress(rows.encode())


ROWS = """\
math.sqrt py:function 1 library/math.html#$ -
math.gone_since py:function 1 library/math.html#$ -
math py:module 0 library/math.html#module-$ -
math._private py:function 1 library/math.html#$ -
math.pi py:data 1 library/const.html#other-anchor -
sqrt c:function 1 c-api/math.html#c.$ -
generated/math.exp std:doc -1 generated/math.exp.html math.exp
library/math std:doc -1 library/math.html math --- Functions
json.JSONEncoder.encode py:method 1 generated/json.JSONEncoder.html#json.JSONEncoder.encode -
"""


def test_command_reads_what_sphinx_writes_and_keeps_what_is_installed(
    make_project: MakeProject, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project({"objects.inv": objects_inv(ROWS)})
    base = ["--base", "https://docs.example/3", "--library", "Python", "--source", "a test"]
    assert main(["--root", str(project.root), "inventory", f"{tmp_path}/objects.inv", *base]) == 0
    version = sys.version.split()[0]
    said = f"inventories/python.txt: 4 names of Python, Python {version}\n"
    assert capsys.readouterr().out == said
    text = (project.root / "inventories/python.txt").read_text("utf-8")
    assert text == (
        "library: Python\nversion: 2.0\nbase: https://docs.example/3/\nsource: a test\n"
        f"checked: Python {version}\n\n"
        "[generated/json.JSONEncoder.html]\njson.JSONEncoder. encode\n"
        "[generated/{}.html]\nmath. exp\n"
        "[library/const.html#other-anchor]\nmath. pi\n"
        "[library/math.html]\nmath. sqrt\n"
    )


def test_command_keeps_all_of_a_library_that_is_not_installed(
    make_project: MakeProject, tmp_path: Path
) -> None:
    rows = "nowhere_installed.f py:function 1 api.html#$ -\n"
    project = make_project({"objects.inv": objects_inv(rows)})
    command = ["inventory", f"{tmp_path}/objects.inv", "--base", "https://docs.example"]
    assert main(["--root", str(project.root), *command]) == 0
    found = parse_inventory("", (project.root / "inventories/library.txt").read_text("utf-8"))
    assert (found.pages, found.checked) == ({"nowhere_installed.f": "api.html"}, "")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", objects_inv("")[:-3] + b"xxx",
                                  b"# Sphinx inventory version 1\na\nb\nc\nd"])  # fmt: skip
def test_command_says_what_is_no_inventory(
    make_project: MakeProject, tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project({"objects.inv": data})
    command = ["inventory", f"{tmp_path}/objects.inv", "--base", "https://docs.example/"]
    assert main(["--root", str(project.root), *command]) == 1
    assert "inventory: " in capsys.readouterr().err
    assert not (project.root / "inventories").exists()


LOCATE = """\
import importlib, json, sys, types, warnings
warnings.simplefilter("ignore")
MISSING = object()
def locate(name):
    parts = name.split(".")
    for n in range(len(parts), -1, -1):
        try:
            thing = importlib.import_module(".".join(parts[:n]) or "builtins")
            for part in parts[n:]:
                thing = getattr(thing, part)
        except Exception:
            continue
        if not isinstance(thing, types.ModuleType):
            return thing
    return MISSING
"""
ASK = f"""\
{LOCATE}
names, links = json.load(sys.stdin)
missing = {{
    file: [name for name in found if locate(name) is MISSING] for file, found in names.items()
}}
wrong = []
for imports, pairs in links:
    names = {{}}
    for line in imports:
        try:
            exec(line, names)
        except ImportError:
            pass
    for written, name in pairs:
        thing = locate(name)
        if written.split(".")[0] in names:
            meant = eval(written, names)
            is_right = meant is thing or meant == thing  # a bound method is made anew each time
        else:  # of what the snippet made
            is_right = thing is not MISSING and written.split(".")[-1] == name.split(".")[-1]
        if is_right is not True:
            wrong.append([written, name])
print("\\n" + json.dumps([missing, wrong]))
"""


def why_not(text: str) -> str:
    """Say why the names of a stored inventory cannot be looked for here; '' where they can."""
    for one in parse_inventory("", text).checked.split(", "):
        name, _, version = one.partition(" ")
        if name != "Python" and importlib.util.find_spec(MODULES.get(name, name)) is None:
            return f"{name} is not installed (requirements.txt has it)"
        # Other Pythons get other versions; here a newer one must be looked at.
        is_other = name == "Python" or metadata.version(name) != version
        if is_other and not sys.version.startswith("3.11."):
            return f"the inventory is of {one}"
    return ""


@pytest.fixture(scope="module")
def links() -> list[tuple[list[str], list[list[str]]]]:
    """Return what this site's snippets import, and which names in them lead where."""
    project = Project(load_settings(ROOT))
    project.read()
    project.run(RunOptions(frozen=True))
    ask = Questions(project.link())
    found = []
    for snippet in project.vault.snippets.values():
        pairs = [[written, name] for written, (_, name, _) in ask.documented(snippet).items()]
        nodes = ast.walk(ast.parse(snippet.text))
        imports = [ast.unparse(n) for n in nodes if isinstance(n, (ast.Import, ast.ImportFrom))]
        if pairs:
            found.append((imports, pairs))
    return found


@pytest.fixture(scope="module")
def told(links: list[tuple[list[str], list[list[str]]]]) -> tuple[dict[str, list[str]], list[str]]:
    """Return the names of each inventory that are not there, and the links that are wrong.

    One process imports the libraries, which takes seconds.
    """
    texts = {file.stem: file.read_text("utf-8") for file in STORED}
    names = {
        name: sorted(parse_inventory(name, text).pages)
        for name, text in texts.items()
        if not why_not(text)
    }
    given = json.dumps([names, links if importlib.util.find_spec("torch") else []])
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, input=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    missing, wrong = json.loads(done.stdout.split("\n")[-2])
    return missing, wrong


@pytest.mark.slow
@pytest.mark.parametrize("file", STORED, ids=[file.stem for file in STORED])
def test_each_stored_name_is_there_in_what_is_installed(
    file: Path, told: tuple[dict[str, list[str]], list[str]]
) -> None:
    text = file.read_text("utf-8")
    assert parse_inventory(file.name, text).checked
    if why := why_not(text):
        pytest.skip(why)
    assert told[0][file.stem] == []


def test_stored_inventories_are_small_and_say_where_they_are_from() -> None:
    assert sum(file.stat().st_size for file in STORED) < 750_000
    for file in STORED:
        text = file.read_text("utf-8")
        found = parse_inventory(file.name, text)
        assert found.source
        assert found.base.startswith("https://")
        given = {key: getattr(found, key) for key in FIELDS}
        assert write_inventory(given, found.pages) == text


@pytest.mark.slow
def test_each_link_of_this_site_leads_to_what_plain_python_finds_there(
    links: list[tuple[list[str], list[list[str]]]], told: tuple[dict[str, list[str]], list[str]]
) -> None:
    need_module("torch")
    if not links:
        pytest.skip("no results are stored: maedeup run")
    assert told[1] == []
