"""What links cost: loading, resolving, backlinks and mentions, as the vault grows.

Notes of 300 words with six links and three names that stand without one. Processor seconds, so
that a busy machine does not blur them; each size is measured in a process of its own.

    python benchmarks/links.py [--notes 1000 5000] [--repeat 3]
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from maedeup.build import check, link, read
from maedeup.hosts.settings import load_settings
from maedeup.runs.results import Results
from maedeup.vault.vault import Vault
from maedeup.vault.web import Web

WORDS = """
신경망 가중치 기울기 손실 함수 학습률 배치 에폭 텐서 채널 합성곱 필터 층 뉴런 출력 입력 정확도
과적합 정규화 확률 분포 평균 분산 행렬 벡터 미분 최적화 데이터 표본 모델
""".split()
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호"
PARTICLES = "은 을 에서 까지 만 도".split()
PHASES = ("load", "resolve, backlinks", "mentions", "one note changed: all three")


def title_of(number: int) -> str:
    """Return a title of its own: four syllables that no other note's title begins with."""
    syllables = []
    for _ in range(4):
        number, place = divmod(number, len(SYLLABLES))
        syllables.append(SYLLABLES[place])
    return "".join(syllables) + "변환"


def write_vault(root: Path, n_notes: int) -> None:
    """Write the notes; the home page links to all, so that none is an orphan."""
    draw = random.Random(0)
    (root / "docs/notes").mkdir(parents=True)
    (root / "snippets").mkdir()
    (root / "mkdocs.yml").write_text("site_name: benchmark\n")
    links = "\n".join(f"- [[n{number}]]" for number in range(n_notes))
    (root / "docs/index.md").write_text(f"# 홈\n\n{links}\n", "utf-8")
    for number in range(n_notes):
        paragraphs = []
        for part in range(6):
            words = draw.choices(WORDS, k=50)
            target = (number + draw.randrange(1, n_notes)) % n_notes
            words[25] = f"[[n{target}]]은(는)"
            if part % 2:
                words[40] = title_of(draw.randrange(n_notes)) + draw.choice(PARTICLES)
            paragraphs.append(" ".join(words) + ".")
        head = f"---\ntitle: {title_of(number)}\naliases: [name {number}]\n---\n\n"
        file = root / f"docs/notes/n{number}.md"
        file.write_text(head + "\n\n".join(paragraphs) + "\n", "utf-8")


def timed(act: Callable[[], object]) -> float:
    before = time.process_time()
    act()
    return time.process_time() - before


def measure(root: Path) -> list[float]:
    """Return the processor seconds of each phase, cold, and of all with one note changed."""
    settings = load_settings(root)
    vault: Vault | None = None
    web: Web | None = None

    def load() -> None:
        nonlocal vault
        vault = read(settings, vault)

    def resolve() -> None:
        nonlocal web
        assert vault is not None
        web = link(vault, Results(), web)
        check(web)

    def mention() -> None:
        assert web is not None
        assert web.mentions

    times = [timed(load), timed(resolve), timed(mention)]
    assert web is not None
    problems = check(web).problems
    assert problems == (), problems[:3]
    n_mentions = sum(len(found) for found in web.mentions.values())
    assert n_mentions > 2 * len(web.vault.notes), "names are not found"
    file = root / "docs/notes/n7.md"
    file.write_text(file.read_text("utf-8") + "\n바뀐 글.\n", "utf-8")
    return [*times, timed(load) + timed(resolve) + timed(mention)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, nargs=2, default=(1_000, 5_000))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure)))
        return
    best: list[list[float]] = []
    for n_notes in options.notes:
        with tempfile.TemporaryDirectory() as folder:
            write_vault(Path(folder), n_notes)
            command = [sys.executable, __file__, "--measure", folder]
            runs = [
                json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
                for _ in range(options.repeat)
            ]
        best.append([min(times) for times in zip(*runs, strict=True)])
    few, many = options.notes
    rows = [(name, best[0][i], best[1][i]) for i, name in enumerate(PHASES)]
    rows.insert(3, ("together, cold", sum(best[0][:3]), sum(best[1][:3])))
    print(f"processor seconds, best of {options.repeat}\n")
    print(f"{'':30}{few:>8,}{many:>8,}  ratio  exponent")
    for name, small, large in rows:
        exponent = math.log(large / small) / math.log(many / few)
        print(f"{name:30}{small:8.2f}{large:8.2f}{large / small:7.2f}{exponent:10.2f}")


if __name__ == "__main__":
    main()
