"""What is written beside the pages of a site, and told of each in its head."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from functools import partial
from html import escape, unescape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from maedeup.hosts.added_files import site_of
from maedeup.hosts.host_pages import is_first_language
from maedeup.hosts.second_process import Make, SecondProcess
from maedeup.site import sharing, takeaway
from maedeup.site.results import FOLDER, publish_results
from maedeup.site.takeaway import has_twin, write_all
from maedeup.text.paths import nfc
from maedeup.vault.web import Web

RESULTS = "results"
"""Name of the work of packing the results that a site shows."""


def list_works(second: SecondProcess, web: Web, files: Files, config: MkDocsConfig) -> None:
    """Name to the second process what `write_beside` writes, as far as it is known."""
    if not second.is_possible:
        return
    if web.vault.settings.publish_results:  # first: it is the longest by far
        second.add(RESULTS, partial(_pack_results, web))
    if web.vault.settings.take_away:
        pages = [file.src_uri for file in files.documentation_pages()]
        known = [uri for uri in pages if has_twin(web, uri)]
        for path, make in takeaway.list_works(web, site_of(config), known):
            second.add(f"beside {path}", make)


def write_beside(
    second: SecondProcess, web: Web, config: MkDocsConfig, pages: Collection[str], serving: bool
) -> None:
    """Write what readers take away, and the results; `pages` are those that the host has made."""
    is_first = is_first_language(config)
    if web.vault.settings.take_away:

        def take(path: str, make: Make) -> bytes:
            return second.take(f"beside {path}", make)

        write_all(web, site_of(config), pages, is_first, take)
    if web.vault.settings.publish_results and not serving and is_first:
        _write_results(second, web, Path(config.site_dir))


def _write_results(second: SecondProcess, web: Web, site: Path) -> None:
    if second.is_possible and not (site / FOLDER).exists():
        made = Path(os.fsdecode(second.take(RESULTS, partial(_pack_results, web))))
        try:
            (made / FOLDER).rename(site / FOLDER)
            return
        except OSError:  # nothing is shown, or the site is on another disk
            pass
        finally:
            shutil.rmtree(made, ignore_errors=True)
    publish_results(web, site)


def _pack_results(web: Web) -> bytes:
    """Write the results to a folder of this process; return its path."""
    folder = web.vault.root / f".maedeup/scratch/{os.getpid()}-results"
    shutil.rmtree(folder, ignore_errors=True)
    publish_results(web, folder)
    return os.fsencode(folder)


def shared_head(web: Web, page: Page, config: MkDocsConfig) -> str:
    """Tell what a page is about where a link to it is shared."""
    site, note = config.site_url or "", web.vault.notes.get(nfc(page.file.src_uri))
    image = sharing.picture(web, note) if note and site else None
    told = page.meta.get("description") or escape(config.site_description or "")
    card = sharing.Card(
        title=config.site_name if page.is_homepage else unescape(str(page.title or "")),
        site=config.site_name,
        description=unescape(str(told)),
        is_article=note is not None and not page.is_homepage,
        url=page.canonical_url or "",
        image=site + image.path if image else "",
        image_alt=image.alt if image else "",
    )
    return sharing.head(card)
