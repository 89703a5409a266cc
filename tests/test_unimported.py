"""Parts of packages that others have imported are not there for code that imports none of them."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from maedeup.runs.product import Text
from maedeup.runs.unimported import reaches_unimported

from tests.project import RunOptions

from .conftest import MakeProject

WARM = "import email.mime.text, PIL.ImageDraw\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\n"
ASKED = """\
try:
    print({0}.__name__)
except AttributeError as error:
    print(error)
"""
CASES = {
    "picture": "import PIL\n" + ASKED.format("PIL.Image"),
    "by_another_name": "import PIL as p\n" + ASKED.format("p.ImageDraw"),
    "of_a_part": "import matplotlib.backends as b\n" + ASKED.format("b.backend_agg"),
    "below_a_part": "import email.mime as e\n" + ASKED.format("e.text"),
    "in_a_helper": "import helper\n",
    "imported": "import PIL.Image\n" + ASKED.format("PIL.Image"),
    "imported_by_the_package": "import numpy\n" + ASKED.format("numpy.linalg"),
    "imported_by_another": "import matplotlib\nimport matplotlib.pyplot as plt\n"
    + ASKED.format("matplotlib.figure"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from tests.project import Project, load_settings

    from .conftest import write_files

    root = tmp_path_factory.mktemp("unimported")
    helper = {"snippets/helper.py": "# %% a\nimport PIL\n" + ASKED.format("PIL.Image")}
    files = {f"snippets/{name}.py": f"# %% a\n{text}" for name, text in CASES.items()}
    warm = {"snippets/warm.py": f"# %% a\n{WARM}"}
    site = {"mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n"}
    write_files(root, files | helper | warm | site)
    project = Project(load_settings(root))
    project.read()
    project.run(RunOptions(jobs=2))
    found = {}
    for name in CASES:
        command = [sys.executable, f"snippets/{name}.py"]
        plain = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        products = project.results[f"snippets/{name}.py"].products
        assert products.error is None
        made = [part for part in products.cells["a"] if isinstance(part, Text)]
        found[name] = ("".join(part.text for part in made), plain.stdout)
    return found


@pytest.mark.parametrize("name", CASES)
def test_part_of_a_package_is_there_where_it_is_in_plain_python(
    name: str, told: dict[str, Any]
) -> None:
    ours, plain = told[name]
    assert ours == plain


@pytest.mark.parametrize(
    ("text", "is_reached"),
    [
        ("import PIL\nPIL.Image\n", True),
        ("import PIL\nfrom PIL import Image\nPIL.Image\n", False),
        ("import numpy as np\nnp.linalg.norm\nnp.random.rand\n", False),  # it imports them itself
        ("import cv2\ncv2.utils.logging\n", False),  # it imports them by a name that it makes
        ("import json\njson.loads\n", False),
        ("PIL = 3\nPIL.Image\n", False),
        ("import not_installed_anywhere as n\nn.part\n", False),
        ("import (\n", False),
    ],
)
def test_only_what_nothing_imports_runs_in_a_process_of_its_own(
    text: str, is_reached: bool
) -> None:
    assert reaches_unimported([text]) is is_reached


def test_part_that_no_text_names_is_there_once_others_have_imported_it(
    make_project: MakeProject,
) -> None:
    """What is known to differ from plain Python, and what the tests above would find."""
    project = make_project({
        "snippets/warm.py": f"# %% a\n{WARM}",
        "snippets/asks.py": "# %% a\nimport sys\nimport PIL\nthere = hasattr(PIL, 'Im' + 'age')\n",
    })  # fmt: skip
    project.read()
    project.run(RunOptions(jobs=1))
    assert project.results["snippets/asks.py"].products.values["there"].text == "True"
