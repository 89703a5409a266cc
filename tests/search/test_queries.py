"""150 queries of learners against the real notes: what is found, and how high it stands."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from maedeup.hosts import material_search
from maedeup.search.engine import Engine
from maedeup.search.index import Index, build_index

from tests.project import Project, RunOptions, load_settings

from .engine import Answer, ask

ROOT = Path(__file__).parents[2]
QUERIES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("queries.yml").read_text("utf-8")
)
LEARNERS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("learners.yml").read_text("utf-8")
)
UNFINISHED = [
    "역",
    "역ㅈ",
    "ba",
    "conv",
    "C++",
    "a",
    "커널 & 필터",
    "<b>",
    "Durwjsvk",
    "softmax(x)",
]


@pytest.fixture(scope="module")
def project() -> Project:
    """The project's own vault; what is not stored is not run."""
    project = Project(load_settings(ROOT))
    project.read()
    project.run(RunOptions(frozen=True))
    project.link()
    return project


@pytest.fixture(scope="module")
def index(project: Project) -> Index:
    return build_index(project.web)


@pytest.fixture(scope="module")
def answers(index: Index) -> list[Answer]:
    texts = [*(query["query"] for query in QUERIES), *UNFINISHED]
    return ask(material_search.worker_text(), index, texts)


def rank_of(query: dict[str, Any], pages: list[str]) -> int:
    """Return the place of the first relevant page, 0 when it is none of ten."""
    slugs = [page.rstrip("/").rpartition("/")[2] for page in pages[:10]]
    return next((n for n, slug in enumerate(slugs, 1) if slug in query["relevant"]), 0)


def test_there_are_fifteen_queries_of_each_class_and_their_pages_exist() -> None:
    classes = [query["class"] for query in QUERIES]
    assert len(QUERIES) == 150
    assert {classes.count(name) for name in set(classes)} == {15}
    files = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "snippets" / "labs").glob("lab-*.py")]
    notes = {file.stem for file in files}
    assert {slug for query in [*QUERIES, *LEARNERS] for slug in query["relevant"]} <= notes


def test_learners_find_what_they_mean(answers: list[Answer]) -> None:
    found: dict[str, list[bool]] = defaultdict(list)
    worth: dict[str, list[float]] = defaultdict(list)
    ranks = []
    for query, answer in zip(QUERIES, answers, strict=False):
        rank = rank_of(query, answer.pages)
        found[query["class"]].append(0 < rank <= 5)
        worth[query["class"]].append(1 / rank if rank else 0.0)
        ranks.append(rank)
    for name, hits in sorted(found.items()):
        mean = sum(worth[name]) / len(hits)
        print(f"{name}: Recall@5 {sum(hits) / len(hits):.2f}, MRR {mean:.3f}")
    recall = sum(0 < rank <= 5 for rank in ranks) / len(ranks)
    mrr = sum(1 / rank for rank in ranks if rank) / len(ranks)
    print(f"all: Recall@5 {recall:.3f}, MRR {mrr:.3f}")
    assert recall >= 0.97
    assert mrr >= 0.93
    assert min(sum(hits) / len(hits) for hits in found.values()) >= 0.9
    assert min(sum(ranks) / len(ranks) for ranks in worth.values()) >= 0.9


def test_questions_as_learners_ask_them_find_their_note_among_the_first_three(
    project: Project, index: Index
) -> None:
    missing = [s.path for s in project.vault.snippets.values() if project.made.of(s) is None]
    if missing:  # what they printed is searched too
        pytest.skip(f"{len(missing)} snippets have no stored result: `maedeup run` makes them")
    answers = ask(material_search.worker_text(), index, [query["query"] for query in LEARNERS])
    found: dict[str, list[bool]] = defaultdict(list)
    for query, answer in zip(LEARNERS, answers, strict=True):
        hit = 0 < rank_of(query, answer.pages) <= 3
        found["tuned on" if query.get("tune") else "held back"].append(hit)
        found[query["id"][:2]].append(hit)
    for name, hits in found.items():
        print(f"{name}: {sum(hits)} of {len(hits)} among the first three")
    assert {len(hits) for name, hits in found.items() if name.startswith("l")} == {15}
    for half in ("tuned on", "held back"):
        assert sum(found[half]) / len(found[half]) >= 0.9
    assert sum(found["le"]) / len(found["le"]) >= 0.85


def test_terminal_shows_what_the_published_worker_answers(
    index: Index, answers: list[Answer]
) -> None:
    engine = Engine(index)
    for answer in answers:
        hits = engine.find(answer.query, 10)
        assert answer.pages[:10] == [hit.entry["location"] for hit in hits], answer.query


def test_index_is_not_larger_than_it_may_be(index: Index) -> None:
    """Material's own index holds each page's whole text; ours must not hold it twice."""
    for doc in index["docs"]:
        extra = sum(len(str(doc.get(key, ""))) for key in ("aliases", "tags"))
        assert extra < 2_000, doc["location"]
    places = [doc["location"] for doc in index["docs"]]
    assert len(places) == len(set(places))
