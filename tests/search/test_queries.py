"""150 queries of learners against the real notes: what is found, and how high it stands."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from maedeup.hosts import material_search
from maedeup.search.index import Index, build_index
from maedeup.search.query import Finder

from tests.project import Project, RunOptions, load_settings

from .engine import Answer, ask

ROOT = Path(__file__).parents[2]
QUERIES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("queries.yml").read_text("utf-8")
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
def index() -> Index:
    """The index of the project's own vault; what is not stored is not run."""
    project = Project(load_settings(ROOT))
    project.read()
    project.run(RunOptions(frozen=True))
    project.link()
    return build_index(project.web)


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worker as it is published."""
    file = tmp_path_factory.mktemp("worker") / "search-worker.js"
    file.write_text(material_search.worker_text(), "utf-8")
    return file


@pytest.fixture(scope="module")
def answers(index: Index, worker: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Answer]:
    texts = [*(query["query"] for query in QUERIES), *UNFINISHED]
    return ask(worker, index, texts, tmp_path_factory.mktemp("index"))


def rank_of(query: dict[str, Any], pages: list[str]) -> int:
    """Give the place of the first relevant page, 0 when it is none of ten."""
    slugs = [page.rstrip("/").rpartition("/")[2] for page in pages[:10]]
    return next((n for n, slug in enumerate(slugs, 1) if slug in query["relevant"]), 0)


def test_there_are_fifteen_queries_of_each_class_and_their_pages_exist() -> None:
    classes = [query["class"] for query in QUERIES]
    assert len(QUERIES) == 150
    assert {classes.count(name) for name in set(classes)} == {15}
    notes = {file.stem for file in (ROOT / "docs").rglob("*.md")}
    assert {slug for query in QUERIES for slug in query["relevant"]} <= notes


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


def test_terminal_and_browser_answer_alike(index: Index, answers: list[Answer]) -> None:
    finder = Finder(index)
    for answer in answers:
        hits = finder.find(answer.query, 10)
        assert answer.pages[:10] == [hit.entry["location"] for hit in hits], answer.query
        scores = [max(entry["score"] for entry in group) for group in answer.items[:10]]
        assert scores == pytest.approx([hit.score for hit in hits]), answer.query


def test_index_is_not_larger_than_it_may_be(index: Index) -> None:
    """Material's own index holds each page's whole text; ours must not hold it twice."""
    for doc in index["docs"]:
        extra = sum(len(str(doc.get(key, ""))) for key in ("aliases", "tags"))
        assert extra < 2_000, doc["location"]
    places = [doc["location"] for doc in index["docs"]]
    assert len(places) == len(set(places))
