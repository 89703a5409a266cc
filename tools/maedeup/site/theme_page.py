"""What the theme's pages lack: names, words in the site's language, a way to work from a folder."""

from __future__ import annotations

import re

CHARSET = '<meta charset="utf-8">'
"""After which a page's head may be added to, before its first style sheet."""

FOLDER_SCRIPT = "assets/folder.js"

SEARCH_LABEL = "검색"
NOT_FOUND = "찾는 쪽이 없다"
NOT_FOUND_TEXT = "주소가 바뀌었거나 잘못 적혔다. 위의 검색으로 찾거나 {home}에서 시작한다."
HOME = "첫 쪽"
UPDATED = "글을 마지막으로 고친 날"

_SEARCH = '<div class="md-search" data-md-component="search" role="dialog"'
_STOCK_NOT_FOUND = "<h1>404 - Not found</h1>"
_BUNDLE = re.compile(r'<script src="[^"]*assets/javascripts/bundle\.')


def mended(output: str, root: str) -> str:
    """Give a page with a name for its search dialog, and with the script for who opens a folder.

    Args:
        output: the whole page.
        root: the site's root as the page names it, with a slash at its end.
    """
    output = output.replace(_SEARCH, f'{_SEARCH} aria-label="{SEARCH_LABEL}"', 1)
    found = _BUNDLE.search(output)  # which asks for a worker as soon as it runs
    if found is None:
        return output
    tag = rf"<script src='{root}{FOLDER_SCRIPT}'><\/script>"
    script = f'<script>location.protocol=="file:"&&document.write("{tag}")</script>'
    return output[: found.start()] + script + output[found.start() :]


def not_found(output: str, home: str) -> str:
    """Give the theme's page of what is not there in words that help, unless it has its own."""
    link = f'<a href="{home}">{HOME}</a>'
    text = f"<h1>{NOT_FOUND}</h1><p>{NOT_FOUND_TEXT.format(home=link)}</p>"
    if _STOCK_NOT_FOUND not in output:
        return output
    output = output.replace("<title>", f"<title>{NOT_FOUND} - ", 1)
    return output.replace(_STOCK_NOT_FOUND, text, 1)
