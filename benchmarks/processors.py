"""Which snippets hold on this kind of processor only: each is run under several arithmetics.

Last bits differ between processors, a training makes another training of them, and that may end on
the other side of an assert. Here the libraries compute as they would elsewhere:

    python benchmarks/processors.py [--as avx2 --as old] [snippets/x.py ...]

Told are the runs that fail, with the line, and the comparisons in asserts that stand near their
edge: less is left than one arithmetic moved them from another, or less than 2 % of a value that
moves. The exit code is 1 where a run fails. A run is a fork of a process that has imported the
libraries and does nothing else; the engine has no part in it, but says what a variant is.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import json
import math
import operator
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from maedeup.runs.snippet import Snippet, parse_snippet
from maedeup.runs.variant import make_variants
from maedeup.runs.worker import claims
from maedeup.text.paths import SourcePath

ROOT = Path(__file__).parents[1]
TIMEOUT_S = 900
ENOUGH = 0.02
"""Room that a value needs where arithmetics move it, as a part of the larger side."""

NUMERIC = {"torch", "torchvision", "numpy", "scipy", "sklearn", "skimage", "pandas", "cv2"}
PRELOADED = (
    "torch", "torchvision", "pandas", "scipy.stats", "sklearn.datasets", "skimage",
    "matplotlib.pyplot",
)  # fmt: skip
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "MKL", "OPENBLAS")}
"""As runs of the engine have it."""

AVX512 = "X86_V4 AVX512_ICL AVX512_SPR"
ARITHMETICS: dict[str, dict[str, str]] = {
    "here": {},
    "avx2": {
        "ATEN_CPU_CAPABILITY": "avx2",
        "MKL_ENABLE_INSTRUCTIONS": "AVX2",
        "ONEDNN_MAX_CPU_ISA": "AVX2",
        "OPENBLAS_CORETYPE": "Haswell",
        "NPY_DISABLE_CPU_FEATURES": AVX512,
    },
    "old": {
        "ATEN_CPU_CAPABILITY": "default",
        "MKL_ENABLE_INSTRUCTIONS": "SSE4_2",
        "ONEDNN_MAX_CPU_ISA": "SSE41",
        "OPENBLAS_CORETYPE": "Nehalem",
        "NPY_DISABLE_CPU_FEATURES": f"X86_V3 {AVX512}",
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA",
    },
}
"""What makes a process compute as this processor, as one with AVX2 but without AVX-512, and as one
that has neither."""

PROBE = """
import hashlib, math, threadpoolctl, torch
import scipy.linalg
from numpy._core._multiarray_umath import __cpu_features__ as has
info = threadpoolctl.threadpool_info()
print("torch:", torch.backends.cpu.get_cpu_capability())
print("numpy:", next(name for name in ("X86_V4", "X86_V3", "X86_V2") if has[name]))
print("OpenBLAS:", *sorted({p["architecture"] for p in info if p["internal_api"] == "openblas"}))
sines = repr([math.sin(i / 7) for i in range(20000)])
print("C library: digest of sines", hashlib.sha256(sines.encode()).hexdigest()[:8])
a = torch.linspace(-1, 1, 90000).reshape(300, 300)
torch.mm(a, a), torch.conv2d(a[None, None], a[None, None, :5, :5])
"""
TOLD = re.compile(
    r"(?m)^(?:torch|numpy|OpenBLAS|C library): .*|^MKL_VERBOSE one.*|^onednn_verbose.*,cpu,isa:.*"
)


def ask_libraries(env: dict[str, str]) -> list[str]:
    """Return what each library says it computes with; MKL and oneDNN say so when they compute."""
    loud = {"MKL_VERBOSE": "1", "ONEDNN_VERBOSE": "all"}
    command = [sys.executable, "-c", PROBE]
    done = subprocess.run(command, env=env | loud, capture_output=True, text=True, check=True)
    return TOLD.findall(done.stdout)


# How near a comparison was

SIGNS: dict[str, tuple[Callable[[Any, Any], Any], int]] = {
    "Lt": (operator.lt, 1), "LtE": (operator.le, 1),
    "Gt": (operator.gt, -1), "GtE": (operator.ge, -1),
}  # fmt: skip
MEASURE, CLOSE = "__measure__", "__measure_close__"


class Ruler(ast.NodeTransformer):
    """Has each comparison in an assert, and each `allclose`, say how near it was."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.inside = False

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        self.inside = True
        node.test = self.visit(node.test)
        self.inside = False
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        place, names = self._place(node), tuple(type(op).__name__ for op in node.ops)
        self.generic_visit(node)
        if not self.inside or not set(names) <= set(SIGNS):
            return node
        sides = [node.left, *node.comparators]
        call = ast.Call(ast.Name(MEASURE, ast.Load()), [place, ast.Constant(names), *sides], [])
        return ast.fix_missing_locations(ast.copy_location(call, node))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        place, name = self._place(node), ast.unparse(node.func)
        self.generic_visit(node)
        if self.inside and re.fullmatch(r"(torch|np)\.(allclose|isclose)", name):
            node.args = [place, node.func, *node.args]
            node.func = ast.Name(CLOSE, ast.Load())
        return ast.fix_missing_locations(node)

    def _place(self, node: ast.expr) -> ast.Constant:
        shown = ast.get_source_segment(self.text, node) or ast.unparse(node)
        return ast.Constant(f"{node.lineno}: {' '.join(shown.split())}")


class Measured:
    """Compares as Python does, and notes how near it was."""

    def __init__(self) -> None:
        self.rooms: dict[str, float] = {}
        """Of a place the least room; negative where a comparison did not hold."""

    def compare(self, place: str, names: tuple[str, ...], *sides: Any) -> Any:
        held: Any = True
        for name, a, b in zip(names, sides, sides[1:], strict=False):
            compare, sign = SIGNS[name]
            held = compare(a, b)
            self._note(place, lambda a=a, b=b, sign=sign: room_between(a, b, sign))
            if len(sides) > 2 and not held:
                break
        return held

    def close(
        self, place: str, ask: Callable[..., Any], a: Any, b: Any,
        rtol: float = 1e-5, atol: float = 1e-8, **more: Any,
    ) -> Any:  # fmt: skip
        self._note(place, lambda: room_within(a, b, rtol, atol))
        return ask(a, b, rtol=rtol, atol=atol, **more)

    def _note(self, place: str, find: Callable[[], float]) -> None:
        with contextlib.suppress(Exception):  # what is no number has no room
            if math.isfinite(room := find()):
                self.rooms[place] = min(room, self.rooms.get(place, math.inf))


def room_between(a: Any, b: Any, sign: int) -> float:
    """Return how much of the larger lies between two sides; of arrays, at the nearest elements."""
    import numpy as np

    if isinstance(a, int) and isinstance(b, int):
        return math.inf  # a count: it is the same elsewhere, or the run fails
    a, b = as_array(a), as_array(b)
    larger = np.maximum(abs(a), abs(b))
    return float((sign * (b - a) / np.where(larger > 0, larger, 1)).min())


def room_within(a: Any, b: Any, rtol: float, atol: float) -> float:
    """Return how much of a tolerance is left, at the worst element."""
    import numpy as np

    a, b = as_array(a), as_array(b)
    with np.errstate(all="ignore"):
        return 1 - float(np.nanmax(np.where(a == b, 0, abs(a - b) / (atol + rtol * abs(b)))))


def as_array(side: Any) -> Any:
    import numpy as np

    array = np.asarray(side.detach() if hasattr(side, "detach") else side)
    return array if array.dtype.kind == "c" else array.astype(float)


# In the process whose forks run


def serve() -> None:
    """Run what standard input names, each in a fork; answer with a line of JSON each."""
    for name in PRELOADED:
        importlib.import_module(name)
    answers = os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    for line in sys.stdin:
        start = time.perf_counter()
        out, into = os.pipe()
        if (pid := os.fork()) == 0:
            os.close(out)
            os.dup2(nothing, 0)
            signal.alarm(TIMEOUT_S)
            reseed()
            found = run_here(find_snippet(line.strip()))
            with os.fdopen(into, "w") as pipe:
                json.dump(found, pipe)
            os._exit(0)
        os.close(into)
        with os.fdopen(out) as pipe:
            text = pipe.read()
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        found = json.loads(text) if text else {"error": f"ended with {status}", "rooms": {}}
        answers.write(json.dumps(found | {"seconds": time.perf_counter() - start}) + "\n")
        answers.flush()


def reseed() -> None:
    """Draw seeds anew: a fork inherits them, and a snippet without one would look steady."""
    import numpy as np
    import torch

    np.random.seed(int.from_bytes(os.urandom(4)))
    torch.default_generator.manual_seed(int.from_bytes(os.urandom(7)))


def find_snippet(key: str) -> Snippet:
    """Return the snippet, or the variant, of a key `snippets/x.py?name`."""
    path, _, variant = key.partition("?")
    snippet = parse_snippet(SourcePath(path), (ROOT / path).read_text("utf-8"))
    made = [snippet, *make_variants(snippet)[0]]
    return next(one for one in made if one.variant == variant)


def run_here(snippet: Snippet) -> dict[str, Any]:
    """Run a snippet as `python` does, or a variant as the engine does.

    Returns:
        `error`, empty where the run ended as it should; `broken`, the asserts of the original that
        a variant breaks; `rooms`, how near each comparison was.
    """
    file, measured = str(ROOT / snippet.path), Measured()
    broken: list[str] = []
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    space = vars(main)
    space |= {"__file__": file, MEASURE: measured.compare, CLOSE: measured.close}
    space[claims.NOTE] = lambda line, text: broken.append(f"{line}: {text}")
    sys.argv, sys.path[0] = [file], str(Path(file).parent)
    error = ""
    try:
        tree = ast.parse(snippet.text, file)
        if snippet.variant:
            tree = claims.soften(tree, snippet.text)
        exec(compile(Ruler(snippet.text).visit(tree), file, "exec"), space)
        for claim in snippet.claims:
            exec(compile(Ruler(claim).visit(ast.parse(f"assert ({claim})")), claim, "exec"), space)
        if snippet.options.expect_error:
            error = f"no {snippet.options.expect_error}"
    except BaseException as ended:
        name = type(ended).__name__
        if name != snippet.options.expect_error and (name != "SystemExit" or ended.code):
            rows = traceback.extract_tb(ended.__traceback__)
            at = next((row for row in reversed(rows) if row.filename == file), rows[-1])
            told = f"{at.lineno}: {at.line or at.filename} ({name}: {ended})"[:400]
            if snippet.variant and name == "AssertionError" and at.filename == file:
                broken.append(told)
            else:
                error = told
    return {"error": error, "broken": broken, "rooms": measured.rooms}


# In the process that asks


class Server:
    """A process whose forks compute in one way."""

    def __init__(self, name: str, scratch: str) -> None:
        env = os.environ | ONE_THREAD | ARITHMETICS[name]
        self.env = env | {"MPLBACKEND": "agg", "CUDA_VISIBLE_DEVICES": "", "TMPDIR": scratch}
        command, pipe = [sys.executable, __file__, "--serve"], subprocess.PIPE
        self.process = subprocess.Popen(
            command, env=self.env, cwd=ROOT, stdin=pipe, stdout=pipe, text=True
        )

    def run(self, key: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(key + "\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def end(self) -> None:
        self.process.communicate()


def imported(path: Path) -> set[str]:
    """Return the libraries that a file imports, itself or by modules beside it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module).partition(".")[0])
    beside = (path.with_name(f"{name}.py") for name in names)
    return names.union(*(imported(one) for one in beside if one.is_file() and one != path))


def list_keys(paths: list[Path]) -> Iterator[str]:
    """Yield the runs of files: each as it stands, then its variants."""
    for path in paths:
        key = SourcePath(path.relative_to(ROOT).as_posix())
        snippet = parse_snippet(key, path.read_text("utf-8"))
        if snippet.options.gpu != "required":
            yield from (one.key for one in (snippet, *make_variants(snippet)[0]))


def find_near(key: str, found: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the comparisons of a run that stand near their edge, each with its rooms."""
    for place in next(iter(found.values()))["rooms"]:
        rooms = {name: one["rooms"][place] for name, one in found.items() if place in one["rooms"]}
        least, moved = min(rooms.values()), max(rooms.values()) - min(rooms.values())
        if least >= 0 and (least < moved or (least < ENOUGH and (moved or len(rooms) == 1))):
            shown = ", ".join(f"{name} {room:.2%}" for name, room in rooms.items())
            yield f"{key} {place}  [{shown}]"


def main() -> int:
    """Run what the command line names; tell what fails, and what nearly does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("snippets", nargs="*", type=Path, help="all, where none is named")
    parser.add_argument("--as", action="append", choices=ARITHMETICS, dest="names")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve()
        return 0
    names = given.names or list(ARITHMETICS)
    paths = [path.resolve() for path in given.snippets] or (ROOT / "snippets").rglob("*.py")
    files = sorted(path for path in paths if "# %%" in path.read_text("utf-8"))
    numeric = [path for path in files if imported(path) & NUMERIC]
    n_runs = n_bad = n_near = 0
    with tempfile.TemporaryDirectory() as scratch:
        servers = {name: Server(name, scratch) for name in names}
        for name, server in servers.items():
            print(f"{name}:", *ask_libraries(server.env), sep="\n  ", flush=True)
        for key in list_keys(numeric):
            found = {name: server.run(key) for name, server in servers.items()}
            n_runs += 1
            for name, one in found.items():
                if one["error"]:
                    n_bad += 1
                    print(f"FAILS as {name}: {key} {one['error']}", flush=True)
            broken = {name: one.get("broken", []) for name, one in found.items()}
            if any(lines != broken[names[0]] for lines in broken.values()):
                print(f"breaks other asserts: {key} {broken}", flush=True)
            for line in find_near(key, found):
                n_near += 1
                print(f"near its edge: {line}", flush=True)
        for server in servers.values():
            server.end()
    print(f"\n{len(files) - len(numeric)} of {len(files)} files import no numeric library: not run")
    print(
        f"{n_runs} snippets and variants, as {', '.join(servers)}: {n_bad} runs fail,"
        f" {n_near} comparisons are near their edge"
    )
    return 1 if n_bad else 0


if __name__ == "__main__":
    sys.exit(main())
