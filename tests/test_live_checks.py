"""While serving, problems are looked for beside whoever asks for a page."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from maedeup.check.found import Report
from maedeup.hosts import live
from maedeup.hosts.live import Live

REPORT = Report(())


class Plugin:
    """Finds no problem, and lets a test do something meanwhile."""

    def __init__(self) -> None:
        self.web = SimpleNamespace(results=SimpleNamespace(pending={}))
        self.told: list[Report | None] = []
        self.meanwhile: Any = lambda: None

    def find_report(self, web: object) -> Report:
        self.meanwhile()
        return REPORT

    def tell(self, is_strict: bool, report: Report | None = None) -> None:
        self.told.append(report)


@pytest.fixture
def plugin() -> Plugin:
    return Plugin()


@pytest.fixture
def served(plugin: Plugin, monkeypatch: pytest.MonkeyPatch) -> Live:
    monkeypatch.setattr(live, "CHECK_AFTER_S", 0.2)
    made: Any = Live(plugin)  # type: ignore[arg-type]
    made.site = SimpleNamespace(config=SimpleNamespace(strict=False))
    return made


def check(served: Live) -> None:
    served.check_later()
    thread = served._check
    assert thread is not None
    thread.join(30)
    assert not thread.is_alive()


def test_page_is_not_kept_waiting_by_the_search_for_problems(served: Live, plugin: Plugin) -> None:
    asked: list[bool] = []

    def make_page() -> None:
        asked.append(served.lock.acquire(timeout=5))
        if asked[0]:
            served.lock.release()

    def ask() -> None:
        page = threading.Thread(target=make_page)
        page.start()
        page.join()

    plugin.meanwhile = ask
    check(served)
    assert asked == [True]


def test_problems_that_a_save_came_after_are_not_told(served: Live, plugin: Plugin) -> None:
    check(served)
    assert plugin.told == [REPORT]

    def save() -> None:
        plugin.web = SimpleNamespace(results=SimpleNamespace(pending={}))

    plugin.meanwhile = save
    check(served)
    assert plugin.told == [REPORT]
