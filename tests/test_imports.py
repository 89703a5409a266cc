"""The import table of docs/guide/architecture.md, held."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "tools" / "maedeup"

# module: what of maedeup it may import
TABLE = {
    "errors": set(),
    "korean": set(),
    "math": set(),
    "paths": {"errors"},
    "product": {"errors"},
    "snippet": {"errors", "paths"},
    "variant": {"errors", "snippet"},
    "receipt": {"errors", "paths"},
    "note": {"errors", "paths"},
    "store": {"paths", "product", "receipt"},
    "worker": {"paths", "snippet", "product", "receipt"},
    "runner": {"paths", "worker", "store", "snippet", "product", "receipt"},
    "links": {"errors", "note", "paths", "korean"},
    "mentions": {"korean", "note", "paths"},
    "search": {"korean", "note", "paths", "product"},
    "project": {
        "errors", "paths", "korean", "math", "snippet", "product", "receipt", "store", "runner",
        "note", "links", "mentions", "variant",
    },
    "graph": {"note", "paths", "project", "store"},
    "math_font": {"store"},
    "notebook": {"note", "product", "snippet", "store"},
    "console": {"errors", "project", "snippet", "store"},
    "markdown_ext": {
        "graph", "project", "errors", "korean", "math", "mentions", "note", "paths", "product",
        "receipt", "snippet", "store", "variant",
    },
    "takeaway": {
        "project", "markdown_ext", "note", "notebook", "paths", "product", "receipt", "runner",
        "snippet", "store", "variant",
    },
    "mkdocs_plugin": {
        "graph", "project", "markdown_ext", "console", "errors", "math_font", "note", "notebook",
        "paths", "receipt", "search", "store", "takeaway",
    },
    "pytest_plugin": {
        "project", "markdown_ext", "runner", "snippet", "note", "paths", "takeaway",
    },
    "cli": {
        "project", "console", "errors", "note", "paths", "runner", "search", "snippet",
    },
}  # fmt: skip

ONLY_IN = {
    "mkdocs": {"mkdocs_plugin"},
    "markdown": {"markdown_ext"},
    "pytest": {"pytest_plugin"},
    "torch": set(),
    "numpy": set(),
    "pandas": set(),
    "matplotlib": {"worker"},
    "igraph": {"graph"},
    "fontTools": {"math_font"},
}


def imports() -> dict[str, set[str]]:
    """Give, for each module of the package, all dotted names that it imports anywhere."""
    found: dict[str, set[str]] = {}
    for file in PACKAGE.rglob("*.py"):
        module = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
        names = found.setdefault(module, set())
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def test_modules_import_what_the_table_allows() -> None:
    for module, names in imports().items():
        if module == "__init__":
            continue
        ours = {n.split(".")[1] for n in names if n.startswith("maedeup.")} - {
            module,
            "__version__",
        }
        ours = {
            name for name in ours if (PACKAGE / name).exists() or (PACKAGE / f"{name}.py").exists()
        }
        assert ours <= TABLE[module], f"{module} imports {sorted(ours - TABLE[module])}"


def test_table_of_the_guide_is_this_one() -> None:
    guide = Path(__file__).parents[1] / "docs" / "guide" / "architecture.md"
    rows = re.findall(r"(?m)^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", guide.read_text("utf-8"))
    told = {name: set(re.findall(r"`(\w+)`", allowed)) for name, allowed in rows}
    assert {name: told.get(name) for name in TABLE} == TABLE


def test_hosts_and_numeric_libraries_stay_where_they_belong() -> None:
    for module, names in imports().items():
        tops = {name.split(".")[0] for name in names}
        for library, homes in ONLY_IN.items():
            assert library not in tops or module in homes, f"{module} imports {library}"


def test_no_module_has_two_jobs() -> None:
    long = {
        file.name: count
        for file in PACKAGE.rglob("*.py")
        if (count := file.read_text("utf-8").count("\n")) > 400
    }
    assert long == {}


@pytest.mark.parametrize("module", ["cli", "markdown_ext", "mkdocs_plugin", "pytest_plugin"])
def test_a_build_that_runs_nothing_imports_no_numeric_library(module: str) -> None:
    code = (
        f"import sys, maedeup.{module}\n"
        "print([m for m in ('torch', 'numpy', 'pandas', 'matplotlib', 'igraph')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
