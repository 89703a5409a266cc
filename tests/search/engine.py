"""Runs a search worker, ours or Material's, and gives its answers."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import material
import pytest
from maedeup.hosts import material_search

RUNNER = Path(__file__).with_name("run_worker.mjs")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
THEME = Path(material.__file__).parent / "templates"

IN_A_PAGE = """
async ([source, message, queries]) => {
  const worker = new Worker(URL.createObjectURL(new Blob([source])));
  const ask = message => new Promise((done, fail) => {
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = fail;
    worker.postMessage(message);
  });
  await ask(message);
  const answers = [];
  for (const query of queries) {
    const { data } = await ask({ type: 2, data: query });
    answers.push({ query, ...data });
  }
  return answers;
}
"""


@dataclass(frozen=True)
class Answer:
    """What a worker answered to one query."""

    query: str
    items: list[list[dict[str, Any]]]
    suggest: list[str]

    @property
    def pages(self) -> list[str]:
        """The pages, best first; each group's own entry has no anchor."""
        return [next(e["location"] for e in g if "#" not in e["location"]) for g in self.items]


def stock_worker() -> Path:
    """Give the installed theme's own worker."""
    return THEME / material_search.find_stock_worker((THEME / "base.html").read_text("utf-8"))


def ask(worker: Path, index: dict[str, Any], queries: list[str], folder: Path) -> list[Answer]:
    """Answer queries with a worker, in Node or, without it, in Chromium."""
    if shutil.which("node"):
        file = folder / "index.json"
        file.write_text(json.dumps(index), "utf-8")
        done = subprocess.run(
            ["node", RUNNER, worker, file],
            input=json.dumps(queries).encode(),
            capture_output=True,
            check=True,
        )
        found = json.loads(done.stdout)["answers"]
    elif CHROMIUM:
        from playwright.sync_api import sync_playwright

        message = {"type": 0, "data": index | {"options": {"suggest": True}}}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page()
            found = page.evaluate(IN_A_PAGE, [worker.read_text("utf-8"), message, queries])
            browser.close()
    else:
        pytest.skip("neither Node nor Chromium is on this machine")
    return [Answer(a["query"], a["items"], a.get("suggest", [])) for a in found]
