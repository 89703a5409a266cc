"""Pages of a build that the second process converts, while the host converts the others.

It begins with the last page, as the host does with the first, until they meet. What it makes of a
page is what `page_cache` keeps of one; the host takes it if the text that it has come to, with all
that other plugins have done to it, is the one that was converted there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mkdocs.commands.build import _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from maedeup.hosts.joined import Joined
from maedeup.hosts.kept_pages import KeptPages
from maedeup.hosts.second_process import SecondProcess


class Caught(KeptPages):
    """Has what would be kept of one page, and nothing else."""

    def __init__(self) -> None:
        self.page = b""

    def hold(self) -> None:
        """Do nothing: there is no file."""

    def read(self, src_uri: str) -> bytes | None:
        """Return nothing: whoever reads is to convert."""
        return None

    def write(self, src_uri: str, page: bytes) -> None:
        """Have a page."""
        self.page = page


def list_pages(
    second: SecondProcess,
    joined: Joined,
    files: Files,
    config: MkDocsConfig,
    is_wanted: Callable[[File], bool],
) -> None:
    """Name to the second process the pages that it may convert.

    Args:
        second: which has not started.
        joined: with what is joined.
        files: of the site, with all pages.
        config: of a build in which each plugin makes a page of nothing but the page.
        is_wanted: whether a file's page will be kept once it is converted, and is not yet.
    """
    for file in reversed(files.documentation_pages()):
        if is_wanted(file):
            work = partial(_convert, joined, file, config, files)
            second.add(name_of(file), work, only_there=True)


def name_of(file: File) -> str:
    """Return the name of the work of converting a file's page."""
    return f"page {file.src_uri}"


def _convert(joined: Joined, file: File, config: MkDocsConfig, files: Files) -> bytes:
    """Have the host convert a page, in the second process; return what would be kept of it.

    Raises:
        ValueError: nothing would.
    """
    joined.kept = caught = Caught()
    _populate_page(file.page or Page(None, file, config), config, files)
    if not caught.page:
        raise ValueError(f"nothing is kept of {file.src_uri}")
    return caught.page
