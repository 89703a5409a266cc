"""What it costs to try an edited cell in a served page, beyond the run itself.

Seconds from the request until its answer, less those of the run, beside what a new process of
Python needs to import what the cell imports, in the same run.

    python benchmarks/trials.py [--repeat 20]
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from serve import SETTINGS, Server, write

SNIPPET = "# %% a\nimport numpy as np\nprint(np.arange(3).sum())\n"


def ask(server: Server, token: str, step: str, given: dict[str, Any]) -> dict[str, Any]:
    data = json.dumps({"page": "index.html"} | given).encode()
    head = {
        "Content-Type": "application/json",
        "X-Maedeup-Token": token,
        "Origin": server.url.rstrip("/"),
    }
    request = urllib.request.Request(f"{server.url}maedeup-try/{step}", data, head)
    with urllib.request.urlopen(request, timeout=60) as answer:
        told: dict[str, Any] = json.loads(answer.read())
    return told


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=20)
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for name in ("docs", "snippets"):
            (root / name).mkdir()
        write(root / "mkdocs.yml", SETTINGS % "maedeup")
        write(root / "docs/index.md", "# home\n\n![[one.py]]\n")
        write(root / "snippets/one.py", SNIPPET)
        server = Server(root)
        try:
            server.wait("", "print")
            found = re.search(r'"token": "([^"]+)"', server.page(""))
            assert found is not None
            beyond, plain = [], []
            used = server.used()
            for number in range(repeat + 1):
                code = f"import numpy as np\nprint(np.arange({number}).sum())"
                start = time.perf_counter()
                given = {"path": "snippets/one.py", "cell": "a", "code": code}
                told = ask(server, found[1], "run", given)
                beyond.append(time.perf_counter() - start - told["seconds"])
                if number == 0:  # the first one warms up
                    beyond, used = [], server.used()
            used = (server.used() - used) / repeat
            for _ in range(3):
                start = time.perf_counter()
                subprocess.run([sys.executable, "-c", SNIPPET], check=True, capture_output=True)
                plain.append(time.perf_counter() - start)
        finally:
            server.end()
    median, python = statistics.median(beyond), statistics.median(plain)
    print(f"an edited cell, beyond its run: {median:.3f} s; {used:.3f} s of processor time in all")
    print(f"plain python of the same code:  {python:.3f} s; ratio {median / python:.2f}")


if __name__ == "__main__":
    main()
