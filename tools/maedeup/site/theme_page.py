"""What the theme's pages lack: names, words in the site's language, a way to work from a folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any

from maedeup.text.strings import Strings

CHARSET = '<meta charset="utf-8">'
"""After which a page's head may be added to, before its first style sheet."""

FOLDER_SCRIPT = "assets/folder.js"

_SEARCH = '<div class="md-search" data-md-component="search" role="dialog"'
_STOCK_NOT_FOUND = "<h1>404 - Not found</h1>"
_AS_TEXT = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;"})
_BUNDLE = re.compile(r'<script src="[^"]*assets/javascripts/bundle\.')

# A class that the root element is given has the whole page styled anew, unless nothing of it is
# there yet. The theme's script gives it these two.
_CLASSES = '<script>document.documentElement.className="js js-focus-visible"</script>'

# The theme's script puts the page into the palette that it has, and for that has each element
# styled four times again: a rule for all of them (`data-md-color-switching`, which keeps them from
# fading) comes and goes, and so does what the browser takes for the page's scheme. Here both wait
# for a colour that is another one.
_START = re.sub(
    r"\n *",
    "",
    """<script>{
    const {head, body} = document, mark = "data-md-color-switching";
    let held;
    body.setAttribute = (name, value) => {
      const set = Element.prototype.setAttribute.bind(body);
      if (name == mark) held = 1, queueMicrotask(() => held = 0);
      else {
        if (held && /scheme|primary|accent/.test(name) && body.getAttribute(name) != value)
          held = 0, set(mark, "");
        set(name, value)
      }
    };
    head.appendChild = element => {
      if (element.name != "color-scheme") head.append(element);
      else new MutationObserver(() => {
        if (/dark/.test(element.content)) head.append(element)
      }).observe(element, {attributes: true});
      return element
    }
    }</script>""",
)

EARLY = 2000
"""Characters of text before a table that may be on the first screen."""

_CONTENT = '<article class="md-content__inner'
_TAG = re.compile(r"<[^>]*>")
_NAMED = re.compile(r'<[a-z][^<>]*? id="([^"]+)"')


def mended(output: str, root: str, strings: Strings) -> str:
    """Return a page with a name for its search dialog, and what scripts say and ask for.

    The theme's script finds the page prepared for it.

    Args:
        output: the whole page.
        root: the site's root as the page names it, with a slash at its end.
        strings: of the site.
    """
    output = output.replace(_SEARCH, f'{_SEARCH} aria-label="{strings.search}"', 1)
    output = output.replace("</head>", f"{words(strings)}</head>", 1)
    found = _BUNDLE.search(output)  # which asks for a worker as soon as it runs
    if found is None:
        return output
    tag = rf"<script src='{root}{FOLDER_SCRIPT}'><\/script>"
    script = f'<script>location.protocol=="file:"&&document.write("{tag}")</script>'
    output = output[: found.start()] + script + _START + output[found.start() :]
    return output.replace(CHARSET, CHARSET + _CLASSES + _wait_for_tables(output), 1)


def _wait_for_tables(output: str) -> str:
    """Return what keeps a page from being shown before the tables of its first screen are whole.

    A page comes in pieces, and each row that comes may make the columns of all others wider.
    Source: https://html.spec.whatwg.org/multipage/links.html#link-type-expect
    """
    begin = place = output.find(_CONTENT)
    last, n_before = -1, 0
    while begin >= 0 and (found := output.find("<table", place)) >= 0:
        n_before += len(_TAG.sub("", output[place:found]))
        if n_before > EARLY:
            break
        last, place = found, found + 1
    end = output.find("</table>", last) if last >= 0 else -1
    after = _NAMED.search(output, end) if end >= 0 else None  # it is waited for till it begins
    return f'<link rel="expect" href="#{after[1]}" blocking="render">' if after else ""


@lru_cache(maxsize=8)  # of each language of the site
def words(strings: Strings) -> str:
    """Return the element from which scripts take what they say; no script holds a text."""
    said = json.dumps(_spoken(strings), ensure_ascii=False, separators=(",", ":"))
    text = said.replace("<", "\\u003c")
    return f'<script type="application/json" id="mp-words">{text}</script>'


def _spoken(strings: Strings) -> Mapping[str, str]:
    return {
        "copy": strings.copy_before,
        "copied": strings.copied_before,
        "copiedAlone": strings.copied_alone,
        "copiedModules": strings.copied_modules,
        "play": strings.play,
        "pause": strings.pause,
        "mark": strings.mark_as_read,
        "read": strings.is_read,
        "next": strings.can_be_read,
        "most": strings.most_found,
        "atLeast": strings.at_least_found,
        "shapes": strings.shapes,
        "showShapes": strings.show_shapes,
    }


def not_found(output: str, home: str, strings: Strings) -> str:
    """Return the theme's page of what is not there, in words that help, unless it has its own."""
    link = f'<a href="{home}">{strings.home}</a>'
    text = f"<h1>{strings.not_found}</h1><p>{strings.not_found_text(link)}</p>"
    if _STOCK_NOT_FOUND not in output:
        return output
    output = output.replace("<title>", f"<title>{strings.not_found} - ", 1)
    return output.replace(_STOCK_NOT_FOUND, text, 1)


def escape_fields(meta: MutableMapping[str, Any], tags: Iterable[str] = ()) -> None:
    """Make text of a page's title and tags, which themes put on their pages as they stand.

    Args:
        meta: of the page; a theme ends the build where tags are no list of texts, `tags: a, b`.
        tags: what the note's tags are read as.
    """
    given = meta.get("tags", [])
    if not isinstance(given, list) or not all(isinstance(tag, str) for tag in given):
        meta["tags"] = list(tags)
    for key in ("title", "tags"):
        if key in meta:
            value = meta[key]
            meta[key] = list(map(as_text, value)) if isinstance(value, list) else as_text(value)


def as_text(value: Any) -> Any:
    """Return text without what begins HTML; a page may be read twice, and `&` harms nothing."""
    return value.translate(_AS_TEXT) if isinstance(value, str) else value
