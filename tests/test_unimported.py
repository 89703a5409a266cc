"""What others have imported is not there for code that imports none of it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from maedeup.runs.product import Text

from tests.project import RunOptions

WARM = "import email.mime.text, PIL.ImageDraw\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\n"
ASKED = """\
try:
    print({0}.__name__)
except AttributeError as error:
    print(error)
"""
MODULES = sorted(name for name in sys.stdlib_module_names if name[0] != "_")
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
    "by_no_name_in_the_text": "import PIL\nprint(hasattr(PIL, 'Im' + 'age'))\n",
    "not_given_by_a_package_that_gives_others": "import matplotlib\n"
    + ASKED.format("matplotlib.pyplot"),
    "of_python": "import importlib\n" + ASKED.format("importlib.util"),
    "of_python_then_imported": "import importlib\nfirst = importlib\n"
    + ASKED.format("importlib.metadata")
    + "import importlib.metadata\n"
    + ASKED.format("first.metadata"),
    "of_python_by_another": "import logging, concurrent\n"
    + ASKED.format("concurrent.futures")
    + "import asyncio\n"
    + ASKED.format("concurrent.futures"),
    "all_names": "import sys\nprint(sorted(sys.modules))\n",
    "all_names_of_a_library": "import sys, PIL.ImageDraw\nprint(sorted(sys.modules))\n",
    "all_names_in_order": "import sys, json, email.message\nprint(list(sys.modules))\n",
    "spec_and_loader": "import json, PIL\nfor one in (json, PIL):\n"
    "    print(one.__spec__.name, type(one.__loader__), one.__spec__.loader is one.__loader__)\n",
    "imported_anew": "import importlib, json, sys\nbefore = json\ndel sys.modules['json']\n"
    "import json\nprint(json is before)\nprint(importlib.reload(json) is json)\n",
    "asked_for_and_not_imported": "import importlib.util, sys\n"
    "print(importlib.util.find_spec('PIL').name, 'PIL' in sys.modules)\n",
    "blocked": "import sys\nsys.modules['PIL'] = None\ntry:\n    import PIL\n"
    "except ImportError as error:\n    print(error)\n",
    "kept_since_it_was_asked_for": "import concurrent.futures as futures\n"
    + ASKED.format("futures.thread")
    + "print(futures.ThreadPoolExecutor.__name__)\n"
    + ASKED.format("futures.thread"),
    "own/needs_what_a_file_hides": "import colorsys\ntry:\n    import tempfile\n"
    "except ImportError as error:\n    print(error.name)\n",
    "another_found_first": "import sys\nsys.path.insert(0, 'elsewhere')\nimport wave, PIL\n"
    "print(wave.own, PIL.own)\n",
    "taken/every_name_of_python": "class A:\n    def __del__(self):\n        print('gone')\n\n\n"
    "a = A()\nprint(1)\n",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    from tests.project import Project, load_settings

    from .conftest import write_files

    root = tmp_path_factory.mktemp("unimported")
    helper = {"snippets/helper.py": "# %% a\nimport PIL\n" + ASKED.format("PIL.Image")}
    elsewhere = {f"elsewhere/{name}.py": "own = True\n" for name in ("wave", "PIL")}
    elsewhere["snippets/own/random.py"] = "# %% a\nown = True\n"
    taken = {f"snippets/taken/{name}.py": "print(__name__)\n1 / 0\n" for name in MODULES}
    files = {f"snippets/{name}.py": f"# %% a\n{text}" for name, text in CASES.items()}
    warm = {"snippets/warm.py": f"# %% a\n{WARM}"}
    site = {"mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n"}
    write_files(root, files | elsewhere | taken | helper | warm | site)
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
def test_module_is_there_where_it_is_in_plain_python(name: str, told: dict[str, Any]) -> None:
    ours, plain = told[name]
    assert ours == plain
