"""No page tells a folder of the machine that made it; what a snippet itself writes stays."""

from __future__ import annotations

import base64
import io
import json
import sys
from pathlib import Path

import pytest
from maedeup.hosts.settings import load_settings
from maedeup.runs import unnamed
from maedeup.runs.product import Rich, Text
from maedeup.runs.rich import IMAGES
from maedeup.runs.unnamed import Folders
from PIL import Image as Picture

from .conftest import STRICT, MakeProject, need_module, write_files
from .project import Project, build

MADE = """\
# /// script
# [tool.maedeup]
# expect_error = "JSONDecodeError"
# ///
# %% printed
import os
import sys

here = os.path.abspath("data/x.csv")
where = os.getcwd()
print(here, where, f"{where}-other/x")
# %% table
import pandas as pd

frame = pd.DataFrame({"file": [here], "folder": [where]}, index=[here])
frame
# %% values
files = [here, where]
files
# %% figure
import matplotlib.pyplot as plt

fig, ax = plt.subplots(num="f")
ax.plot([1, 2], label=here)
ax.legend()
ax.set(title=here, xlabel="n")
None
# %% result
class Linked:
    def _repr_html_(self):
        return f"<a href='file://{here}'>{here}</a>"


Linked()
# %% error
import json

json.loads(f"[{here}")
"""
KILLED = """\
# %% killed
import json, os, sys, traceback

try:
    json.loads("{" + os.getcwd())
except ValueError:
    traceback.print_exc()
    sys.stderr.flush()
    os._exit(1)
"""


def test_nothing_that_a_run_makes_names_the_folders_of_its_machine(built: MakeProject) -> None:
    project = built({"snippets/x.py": MADE, "snippets/killed.py": KILLED})
    made = project.results["snippets/x.py"].products
    killed = project.results["snippets/killed.py"].products
    assert not made.failed, made.error
    root = str(project.vault.settings.root)
    told = json.dumps([made.to_data(), killed.to_data()], ensure_ascii=False)
    assert f"…/{Path(root).name}-other/x" in told
    assert [at for at in (root, sys.prefix, sys.base_prefix) if at in told] == []
    (printed,) = made.cells["printed"]
    assert isinstance(printed, Text)
    assert printed.text.startswith("data/x.csv . ")
    assert made.values["here"].text == made.values["here"].scalar == "data/x.csv"
    assert [[cell[-3:] for cell in row] for row in made.tables["frame"].rows] == [["...", "..."]]
    assert made.figures()["f"].plots[0].title == "data/x.csv"  # type: ignore[union-attr]
    assert killed.error is not None
    assert 'File "snippets/killed.py", line 5' in killed.error.traceback
    assert 'File "…/lib/python' in killed.error.traceback


@pytest.mark.parametrize(
    ("packages", "project"),
    [("/packages", "/vault"), ("/vault/.venv", "/vault"), ("/usr", "/usr/src/vault")],
)
def test_paths_read_alike_wherever_the_packages_lie(
    monkeypatch: pytest.MonkeyPatch, packages: str, project: str
) -> None:
    monkeypatch.setattr(sys, "prefix", packages)
    monkeypatch.setattr(sys, "base_prefix", packages)
    library = f"{packages}/lib/python3.11"
    folders = Folders(project, "", ["", f"{project}/snippets", library])
    told = f"{library}/x.py:1: a warning, {project}/snippets/y.py:2: another"
    assert folders.hide(told) == "…/lib/python3.11/x.py:1: a warning, snippets/y.py:2: another"


def test_folder_that_each_system_has_or_that_the_snippet_names_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "prefix", "/usr")
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    path = ["/usr/lib/python3.11", "/home/me/shared"]
    folders = Folders("/docs", "", path)
    assert folders.hide("#!/usr/bin/env") == "#!/usr/bin/env"
    assert folders.hide("/usr/lib/python3.11/re.py") == "…/lib/python3.11/re.py"
    assert (
        folders.hide("/home/me/shared/m.py, /home/me/sharedly")
        == "…/shared/m.py, /home/me/sharedly"
    )
    assert (
        folders.hide("'/docs', /docs/a.md, /a/docs/b, /docs.md") == "'.', a.md, /a/docs/b, /docs.md"
    )
    assert folders.hide("\N{HANGUL SYLLABLE GA}/docs/b") == "\N{HANGUL SYLLABLE GA}/docs/b"
    written = Folders("/docs", 'target = "/docs/guide"\n', path)
    far = Folders("/home/somebody/project", "", path)
    assert far.hide("│ /home/some… │") == "│ …/… │"
    assert far.hide("0  /home/some...  /home/other...") == "0  …/...  /home/other..."
    assert written.hide("/docs/guide") == "/docs/guide"
    assert Folders("/docs", "see = '/a/docs/b'", path).hide("/docs/a.md") == "a.md"


SHOWN = """\
# %% shown
import html
import io
import json
import os
from pathlib import Path

import plotly.graph_objects as go
from IPython.display import HTML, JSON, SVG, Image, display
from PIL import Image as Picture
from PIL import PngImagePlugin

here = os.getcwd()
uri = Path.cwd().as_uri()
said = PngImagePlugin.PngInfo()
said.add_itxt("source", here)
file = io.BytesIO()
Picture.new("RGB", (4, 4)).save(file, "PNG", pnginfo=said)
with_comment = io.BytesIO()
Picture.new("RGB", (4, 4)).save(with_comment, "JPEG", comment=os.fsencode(here))
display(
    HTML(f"<a href='{uri}'>there</a>"),
    JSON({"at": here}),
    SVG(f"<svg xmlns='http://www.w3.org/2000/svg'><title>{html.escape(here)}</title></svg>"),
    Image(data=file.getvalue()),
    Image(data=with_comment.getvalue(), format="jpeg"),
    go.Figure(go.Scatter(x=[1, 2], y=[1, 2], name=here)),
)
# %% written
print(json.dumps(here), ascii(here), os.fsencode(here), f"-I{here}/x", f"../{here}/x")
print(f"{here}\N{HANGUL SYLLABLE E}. {here}.")
print(Path.cwd().parent, os.path.relpath("data", "/etc"))
"""


def test_no_spelling_of_a_folder_and_no_display_names_it(tmp_path: Path) -> None:
    for module in ("plotly", "IPython"):
        need_module(module)
    root = tmp_path / "\N{HANGUL SYLLABLE GA} (a+b) & Zwiebelfeld" / "vault"
    files = {"mkdocs.yml": STRICT, "docs/index.md": "![[x.py]]\n", "snippets/x.py": SHOWN}
    write_files(root, files)
    project = Project(load_settings(root))
    build(project)
    products = project.results["snippets/x.py"].products
    assert not products.failed, products.error
    told = json.dumps(products.to_data())
    images = [
        Picture.open(io.BytesIO(base64.b64decode(data)))
        for one in products.cells["shown"]
        if isinstance(one, Rich)
        for kind, data in one.data.items()
        if kind in IMAGES
    ]
    for image in images:
        image.load()
    told += repr([image.info for image in images])
    assert len(images) == 2
    assert "there" in told
    assert [word for word in ("(a+b)", "%28a", "Zwiebelfeld") if word in told] == []


def test_home_of_who_runs_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unnamed, "HOME", "/home/me")
    folders = Folders("/home/me/books/notes", "", [])
    assert folders.hide("/home/me/.cache/x /home/me/books/a /home/me/books/notes/b /home/men") == (
        "~/.cache/x …/a b /home/men"
    )


def test_folder_behind_a_link_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "link"))
    folders = Folders("/docs", "", [])
    assert folders.hide(f"{tmp_path}/real/a.py {tmp_path}/link/a.py") == "…/a.py …/a.py"


def test_module_of_another_folder_is_told_without_it(
    built: MakeProject, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shared = tmp_path_factory.mktemp("shared") / "own"
    shared.mkdir()
    (shared / "far_away.py").write_text("def fail():\n    1 / 0\n")
    monkeypatch.setenv("PYTHONPATH", str(shared))
    monkeypatch.syspath_prepend(str(shared))
    code = "# %% a\nimport far_away\n\nfar_away.fail()\n"
    project = built({"snippets/x.py": code})
    told = json.dumps(project.results["snippets/x.py"].products.to_data(), ensure_ascii=False)
    assert str(Path(shared)) not in told
    assert "…/own/far_away.py" in told
