"""`maedeup init`: what a new site needs, written beside what is there, over nothing."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from maedeup.edit.edits import write_all
from maedeup.edit.importing import HOMES, home_page
from maedeup.text.errors import MaedeupError, Problem, suggest
from maedeup.text.starters import IGNORED, SETTINGS, SNIPPET, WORKFLOW
from maedeup.text.strings import LANGUAGES

SETTINGS_FILE = "mkdocs.yml"


@dataclass(frozen=True)
class Start:
    """What `init` wrote, and what was there already and stays as it is."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def begin_site(root: Path, lang: str, version: str, vault: str = "", name: str = "") -> Start:
    """Write the files of a new site.

    Args:
        root: the folder of mkdocs.yml; made if need be.
        lang: the language of the theme and of what is written.
        version: of maedeup, which the requirements ask for.
        vault: folder below `root` with notes that are there already; empty for new ones.
        name: of the site; the language's own where empty.

    Raises:
        MaedeupError: there is a site already, or the language is unknown.
    """
    if lang not in LANGUAGES:
        hint = suggest(lang, LANGUAGES, "one of " + ", ".join(LANGUAGES))
        raise MaedeupError(Problem("bad-name", "--lang", 0, "unknown language", lang, hint))
    if (root / SETTINGS_FILE).exists():
        hint = "take another folder, or add `maedeup` to its plugins"
        raise MaedeupError(
            Problem("name-taken", SETTINGS_FILE, 0, "a site is there already", root.name, hint)
        )
    files = make_files(lang, version, vault, name)
    if vault and not any((root / vault / home).is_file() for home in HOMES):
        found = sorted((root / vault).rglob("*"))
        inside = [file.relative_to(root / vault).as_posix() for file in found]
        shown = [path for path in inside if not any(p.startswith(".") for p in path.split("/"))]
        files[f"{vault}/index.md"] = home_page(shown, name or LANGUAGES[lang].start_site_name)
    new = {path: text.encode() for path, text in files.items() if not (root / path).exists()}
    root.mkdir(parents=True, exist_ok=True)
    write_all(root, dict(new))
    return Start(tuple(new), tuple(path for path in files if path not in new))


def make_files(lang: str, version: str, vault: str = "", name: str = "") -> dict[str, str]:
    """Return the files of a new site, by path."""
    words, docs = LANGUAGES[lang], vault or "docs"
    settings = SETTINGS.format(
        name=_quoted(name or words.start_site_name),
        docs=_quoted(docs),
        lang=lang,
        dark=_quoted(words.start_dark_mode),
        light=_quoted(words.start_light_mode),
        anchor=_quoted(words.start_heading_address),
        snippets="snippets",
        profile="vault" if vault else "notes",
        drafts="      drafts: {publish: false, draft: true}\n" if vault else "",
        links="info" if vault else "warn",
    )
    files = {
        SETTINGS_FILE: settings,
        ".gitignore": IGNORED,
        "requirements.txt": f"maedeup[site]>={version}\n",
        ".github/workflows/site.yml": WORKFLOW,
    }
    if vault:
        return files
    first, tag = words.start_first_note, words.start_first_tag
    return files | {
        f"{docs}/index.md": f"---\ntags: [{tag}]\n---\n\n{words.start_first_page}",
        f"{docs}/graph.md": _note(words.start_graph_page, "![[list:graph]]\n", kind="guide"),
        f"{docs}/tags.md": _note(words.start_tags_page, "<!-- material/tags -->\n", kind="guide"),
        f"{docs}/notes/first-note.md": _note(first, words.start_first_note_text, tags=[tag]),
        "snippets/first.py": SNIPPET.format(
            doc=words.start_first_snippet, title=words.start_first_figure
        ),
    }


def _note(title: str, text: str, **fields: object) -> str:
    head = {"title": title, **fields}
    rows = "".join(f"{key}: {_quoted(value)}\n" for key, value in head.items())
    return f"---\n{rows}---\n\n{text}"


def _quoted(value: object) -> str:
    """Return a value as YAML, in plain letters where that is enough."""
    text = json.dumps(value, ensure_ascii=False)
    is_plain = isinstance(value, str) and value.replace(" ", "").replace("-", "").isalnum()
    return str(value) if is_plain and value != "" and not str(value).isdigit() else text


def folder_inside(root: Path, vault: Path) -> str:
    """Return a vault's folder relative to `root` where it lies below it, else ''."""
    path = os.path.relpath(vault.resolve(), root.resolve())
    return "" if path == "." or path.startswith("..") else path.replace(os.sep, "/")
