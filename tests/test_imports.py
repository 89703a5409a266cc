"""The order of the rooms: who may use whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "tools" / "maedeup"

# In the order of the data: a room uses only the rooms above it.
ROOMS = [
    "text", "notes", "runs", "vault", "check", "edit", "page", "search", "site", "build", "hosts",
]  # fmt: skip

ONLY_IN = {
    "mkdocs": {
        "hosts.mkdocs", "hosts.added_files", "hosts.asking", "hosts.host_pages", "hosts.settings",
        "hosts.live",
        "hosts.live_app", "hosts.live_changes", "hosts.live_site", "hosts.live_watch",
        "hosts.notebook_pages", "hosts.one_markdown", "hosts.page_receipts", "hosts.pages_ahead",
        "hosts.same_site",
        "hosts.search_files", "hosts.stage", "hosts.steps", "hosts.beside_pages",
        "hosts.later_files", "hosts.plain_code",
    },
    "markdown": {
        "hosts.attributes", "hosts.dialect", "hosts.markdown", "hosts.one_markdown",
        "hosts.page_cache", "hosts.plain_paragraphs", "hosts.spared", "hosts.table_frames",
    },
    "pytest": {"hosts.pytest"},
    "torch": set(),
    "numpy": set(),
    "pandas": set(),
    "matplotlib": {
        "runs.worker.animate", "runs.worker.figures", "runs.worker.measured", "runs.worker.narrow",
        "runs.worker.preload", "runs.worker.raster", "runs.worker.panels", "runs.worker.relayout",
    },
    "distributed": {"runs.cluster"},
    "dask": set(),
    "igraph": {"vault.layout"},
    "bibtexparser": {"vault.bibliography"},
    "pylatexenc": {"vault.bibliography"},
    "fontTools": {"site.fonts"},
    "quickjs": {"search.engine"},
    "nh3": {"text.safe_html"},
    "tinycss2": {"text.safe_css"},
    "pyte": {"text.terminal"},
    "markdown_it": {"page.rich", "site.card_pages", "hosts.pytest"},
    "genanki": {"site.anki"},
    "vl_convert": {"runs.worker.charts"},
    "bokeh": {"runs.worker.charts"},
}  # fmt: skip


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imports() -> dict[str, set[str]]:
    """Give, for each file of the package, all dotted names that it imports anywhere."""
    found: dict[str, set[str]] = {}
    for file in PACKAGE.rglob("*.py"):
        names = found.setdefault(name_of(file), set())
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def arrows() -> dict[str, set[str]]:
    """Give, for each file, the files of the package that it imports, type checking included."""
    files = {name_of(file) for file in PACKAGE.rglob("*.py")}

    def home(name: str) -> str:
        while name and name not in files:
            name = name.rpartition(".")[0]
        return name

    found: dict[str, set[str]] = {}
    for file in PACKAGE.rglob("*.py"):
        named: set[str] = set()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                named.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                named.update(f"{node.module}.{alias.name}" for alias in node.names)
        ours = {home(n.removeprefix("maedeup.")) for n in named if n.startswith("maedeup.")}
        found[name_of(file)] = ours - {"", name_of(file)}
    del found["__init__"]
    return found


def test_a_room_uses_only_the_rooms_above_it() -> None:
    order = {room: place for place, room in enumerate(ROOMS)}
    back = [
        f"{module} -> {other}"
        for module, others in arrows().items()
        for other in others
        if order[other.partition(".")[0]] > order[module.partition(".")[0]]
    ]
    assert back == []


def test_no_circle_of_files() -> None:
    waiting = {module: set(others) for module, others in arrows().items()}
    while free := [module for module, others in waiting.items() if not others]:
        for module in free:
            del waiting[module]
        for others in waiting.values():
            others.difference_update(free)
    assert sorted(waiting) == []


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


@pytest.mark.parametrize("module", ["cli", "markdown", "mkdocs", "pytest"])
def test_a_build_that_runs_nothing_imports_no_numeric_library(module: str) -> None:
    code = (
        f"import sys, maedeup.hosts.{module}\n"
        "print([m for m in ('torch', 'numpy', 'pandas', 'matplotlib', 'igraph', 'distributed')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
