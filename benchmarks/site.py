"""What the plugin adds to `mkdocs build`: a generated vault against its own expanded pages.

The reference is the same site without the plugin: each page's text as the plugin expands it, so
that both builds convert, highlight, index and write the same content.

    python benchmarks/site.py [--notes 1000] [--repeat 3]

With `--rebuild`, what pages kept from the build before spare, on this vault with its results: with
nothing kept of its pages and texts, with nothing changed, with one note changed.

    python benchmarks/site.py --rebuild [--repeat 3]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from maedeup.build import build
from maedeup.hosts.settings import load_settings
from maedeup.page.page import PageWriter
from maedeup.page.questions import Questions
from maedeup.page.surroundings import backlinks

WORDS = """
신경망 가중치 기울기 손실 함수 학습률 배치 에폭 텐서 채널 합성곱 필터 층 뉴런 출력 입력 정확도
과적합 정규화 확률 분포 평균 분산 행렬 벡터 미분 최적화 데이터 표본 모델
""".split()

CONFIG = """\
site_name: benchmark
theme:
  name: material
  language: ko
  font: false
plugins:
  - search:
      lang: ko
{plugin}
markdown_extensions:
  - attr_list
  - md_in_html
  - tables
  - toc
  - pymdownx.highlight
  - pymdownx.superfences
nav:
  - index.md
not_in_nav: /notes/
"""

SNIPPET = """\
# %% count
total = sum(range({number}))
print(total)
"""


class Stash:
    """Stands in for Python-Markdown's: the text gets the HTML itself."""

    def store(self, content: str) -> str:
        return content


class Expanding:
    """Stands in for a Markdown object and for its headings' anchors."""

    htmlStash = Stash()  # noqa: N815  # Python-Markdown's name

    def mark(self, anchor: str, level: int = 0, label: str = "") -> str:
        return ""


def write_vault(root: Path, n_notes: int) -> None:
    """Write notes of 300 words with six links, a value and every tenth time an embed."""
    draw = random.Random(0)
    (root / "docs/notes").mkdir(parents=True)
    (root / "snippets").mkdir()
    for number in range(20):
        (root / f"snippets/s{number}.py").write_text(SNIPPET.format(number=number))
    links = "\n".join(f"- [[n{number}]]" for number in range(n_notes))
    shown = "\n\n".join(f"![[s{number}.py]]" for number in range(20))
    (root / "docs/index.md").write_text(f"# 홈\n\n{links}\n\n{shown}\n", "utf-8")
    for number in range(n_notes):
        paragraphs = []
        for part in range(6):
            words = draw.choices(WORDS, k=50)
            target = (number + draw.randrange(1, n_notes)) % n_notes
            words[25] = f"[[n{target}]]은(는)"
            paragraphs.append(" ".join(words) + ".")
            if part == 2:
                paragraphs.append("## 왜 그런가")
        paragraphs.append(f"합은 ![[s{number % 20}.py#total]]이다.")
        if number % 10 == 0:
            paragraphs.append(f"![[s{number % 20}.py#count]]")
        text = f"---\ntitle: 노트 {number}\n---\n\n" + "\n\n".join(paragraphs) + "\n"
        (root / f"docs/notes/n{number}.md").write_text(text, "utf-8")
    (root / "mkdocs.yml").write_text(CONFIG.format(plugin="  - maedeup"))


def write_expanded(root: Path, plain: Path) -> None:
    """Write the same pages as the plugin expands them, for a site without it."""
    web, report = build(load_settings(root))
    assert report.problems == (), report.problems[:3]
    (plain / "docs/notes").mkdir(parents=True)
    for uri, note in web.vault.notes.items():
        page = PageWriter(Expanding(), Questions(web), note, Expanding())  # type: ignore[arg-type]
        text = page.rewrite(note.body, note.body_line) + backlinks(page)
        (plain / "docs" / uri).write_text(f"---\ntitle: {note.title}\n---\n{text}", "utf-8")
    (plain / "mkdocs.yml").write_text(CONFIG.format(plugin=""))


KEPT = (".maedeup/pages", ".maedeup/site", ".maedeup/cache/texts")
COPIED = ("docs", "snippets", "mkdocs.yml", ".maedeup/store", ".maedeup/cache")
SERVE = """
import logging, sys, time
from mkdocs.commands.build import build
from mkdocs.config import load_config

logging.getLogger("mkdocs").setLevel(logging.ERROR)
config = load_config("mkdocs.yml")
config.plugins.on_startup(command="serve", dirty=False)
for text in (None, None, sys.argv[2]):
    if text:
        open(sys.argv[1], "w", encoding="utf-8").write(text)
    before = time.process_time()
    build(config)
    print(time.process_time() - before)
"""


def time_rebuilds(vault: Path, repeat: int) -> None:
    """Print what builds of a vault take with pages kept, against none kept."""
    builds: list[list[float]] = [[], [], []]
    rebuilds: list[list[float]] = [[], [], []]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in COPIED:
            if (vault / name).is_dir():
                shutil.copytree(vault / name, root / name)
            elif (vault / name).is_file():
                shutil.copy(vault / name, root / name)
        note = max((root / "docs/notes").glob("*.md"), key=lambda file: file.stat().st_size)
        text = note.read_text("utf-8")
        for number in range(repeat):
            forget(root)
            for times in builds:
                if times is builds[2]:
                    note.write_text(f"{text}\n고친 글 {number}.\n", "utf-8")
                times.append(time_build(root, strict=False).seconds)
            forget(root)
            command = [sys.executable, "-c", SERVE, str(note), f"{text}\n고친 줄 {number}.\n"]
            done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
            for times, seconds in zip(rebuilds, done.stdout.split(), strict=True):
                times.append(float(seconds))
    print(f"this vault, best of {repeat}, processor seconds\n")
    print(f"{'':18}{'mkdocs build':>14}  ratio {'while serving':>14}  ratio")
    names = ("nothing kept", "nothing changed", "one note changed")
    for name, build_times, times in zip(names, builds, rebuilds, strict=True):
        one, two = min(build_times), min(times)
        shares = one / min(builds[0]), two / min(rebuilds[0])
        print(f"{name:18}{one:14.2f}  {shares[0]:5.2f} {two:14.2f}  {shares[1]:5.2f}")


def forget(root: Path) -> None:
    """Drop what is kept of a vault's pages and texts; results stay."""
    for kept in KEPT:
        shutil.rmtree(root / kept, ignore_errors=True)
        (root / kept).unlink(missing_ok=True)


class Cost(NamedTuple):
    """What one build took."""

    seconds: float
    """Of processors."""
    mib: float
    """Most memory at a time."""


def time_build(root: Path, strict: bool = True) -> Cost:
    """Return what one build takes; the site is written anew."""
    shutil.rmtree(root / "site", ignore_errors=True)
    build = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", *["--strict"] * strict],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""},
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(build.pid, 0)
    build.returncode = os.waitstatus_to_exitcode(status)
    assert build.returncode == 0, f"the build of {root} failed"
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--notes", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--rebuild", action="store_true")
    options = parser.parse_args()
    if options.rebuild:
        time_rebuilds(Path(__file__).parents[1], options.repeat)
        return
    with tempfile.TemporaryDirectory() as folder:
        root, plain = Path(folder, "vault"), Path(folder, "plain")
        root.mkdir()
        write_vault(root, options.notes)
        started = time.perf_counter()
        write_expanded(root, plain)
        prepared = time.perf_counter() - started
        without, with_plugin = [], []
        for _ in range(options.repeat):  # in turn, so that a busy machine slows both
            without.append(time_build(plain))
            forget(root)
            with_plugin.append(time_build(root))
        size = [sum(f.stat().st_size for f in (r / "site/notes").rglob("*.html"))
                for r in (plain, root)]  # fmt: skip
    names = ("mkdocs build, expanded pages", "mkdocs build with maedeup")
    print(f"{options.notes} notes of 300 words, best of {options.repeat}, processor seconds\n")
    print(f"{'':30}{'seconds':>9}  ratio{'peak MiB':>10}  ratio{'pages MB':>10}")
    first = Cost(*map(min, zip(*without, strict=True)))
    for name, costs, n_bytes in zip(names, (without, with_plugin), size, strict=True):
        seconds, mib = map(min, zip(*costs, strict=True))
        print(
            f"{name:30}{seconds:9.2f}{seconds / first.seconds:7.2f}"
            f"{mib:10.0f}{mib / first.mib:7.2f}{n_bytes / 1e6:10.1f}"
        )
    print(f"\nload, run 20 snippets, resolve and expand once, cold: {prepared:.2f} s")


if __name__ == "__main__":
    main()
