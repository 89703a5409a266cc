"""Files of the site whose content is not there yet when MkDocs hears of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mkdocs.structure.files import File


class Later(File):
    """A file of the site whose content is made when somebody asks for it."""

    make: Callable[[], str | bytes]

    @property
    def _content(self) -> str | bytes:  # type: ignore[override]  # MkDocs reads it alone
        return self.make()


class Awaited(File):
    """A file of the site whose content another process may be making."""

    source: str | None
    """Where it lies once it is made, as plugins ask for it."""
    make: Callable[[], object]
    """Makes it lie there."""
    given: str | bytes | None = None
    """What a plugin has put in its place."""

    @property
    def abs_src_path(self) -> str | None:
        """The path of what is made, once it is."""
        if self.source is not None:
            self.make()
        return self.source

    @abs_src_path.setter
    def abs_src_path(self, path: str | None) -> None:
        self.source = path

    @property
    def _content(self) -> str | bytes | None:
        if self.given is None and self.abs_src_path is not None:
            return Path(self.abs_src_path).read_bytes()
        return self.given

    @_content.setter
    def _content(self, content: str | bytes | None) -> None:
        self.given = content


class Notebook(File):
    """A notebook that another plugin reads from the disk, written when its page is asked for."""

    write: Callable[[], None]
