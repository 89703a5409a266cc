"""The commands that begin a site, bring notes into it, and show it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from maedeup.edit.importing import Plan, plan_import, write_import, write_in_place
from maedeup.edit.init import SETTINGS_FILE, begin_site, folder_inside
from maedeup.hosts.asked import add_executor
from maedeup.hosts.settings import EXECUTOR, load_settings
from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.strings import LANGUAGES

QUIET = {"NO_MKDOCS_2_WARNING": "1"}
"""Material announces its successor at every start; the guide tells authors what they will do."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `init`, `import`, `serve` and `build`."""
    init = commands.add_parser("init", help="begin a site: settings, a first note and snippet")
    init.add_argument("folder", nargs="?", type=Path, default=None, help="here without one")
    init.add_argument("--lang", default="", help=f"{', '.join(LANGUAGES)}; as your locale is")
    init.add_argument("--name", default="", help="the site's name")
    init.add_argument(
        "--from", dest="vault", type=Path, metavar="VAULT",
        help="notes that are there already: below the folder as they are, else imported",
    )  # fmt: skip
    init.set_defaults(command=_init)

    take = commands.add_parser("import", help="bring in notes that were written for another tool")
    take.add_argument(
        "source", type=Path, help="an Obsidian vault, a folder of Markdown, notebooks"
    )
    take.add_argument("--to", default="", metavar="FOLDER", help="else the folder of the notes")
    take.add_argument("--dry-run", action="store_true", help="say what would be, write nothing")
    take.add_argument("--in-place", action="store_true", help="change the source itself")
    take.set_defaults(command=_import)

    for name, what in (("serve", "show the site while you write"), ("build", "build the site")):
        host = commands.add_parser(name, help=f"{what}: `mkdocs {name}`", add_help=False)
        add_executor(host)
        host.set_defaults(command=_host, name=name, arguments=[])

    stage = commands.add_parser("stage", help="write the site for a host that runs no plugins")
    stage.add_argument("out", type=Path, help="an empty folder, or one that this command wrote")
    stage.set_defaults(command=_stage)


def _init(options: argparse.Namespace) -> int:
    root: Path = (options.folder or options.root).absolute()
    lang = options.lang or _locale()
    vault, plan = "", None
    if options.vault is not None:
        if not options.vault.is_dir():
            name = str(options.vault)
            raise MaedeupError(Problem("no-folder", name, 0, "no such folder", name))
        if root.resolve().is_relative_to(options.vault.resolve()):
            hint = "make the site beside the vault: `maedeup init SITE --from VAULT`"
            problem = "a site cannot lie in its own notes"
            raise MaedeupError(Problem("bad-name", "--from", 0, problem, str(options.vault), hint))
        vault = folder_inside(root, options.vault)
        if not vault and not (root / SETTINGS_FILE).exists():
            plan, vault = plan_import(options.vault), "docs"
            write_import(plan, root, vault)
    start = begin_site(root, lang, version("maedeup"), vault, options.name)
    if plan is not None:
        _tell(plan.report())
    _tell(start.written)
    _tell((f"there already, left as it is: {path}" for path in start.kept), sys.stderr)
    go = f"cd {options.folder} && " if options.folder else ""
    print(f"next: {go}maedeup serve")
    return 0


def _import(options: argparse.Namespace) -> int:
    plan: Plan = plan_import(options.source)
    if options.dry_run:
        _tell(plan.report())
        return 0
    if options.in_place:
        write_in_place(plan)
        _tell(plan.report())
        return 0
    root: Path = options.root.resolve()
    has_site = (root / options.config_file).is_file()
    folder = options.to or (load_settings(root, options.config_file).vault if has_site else "docs")
    if (root / folder).resolve().is_relative_to(options.source.resolve()):
        hint = "run this in another folder, or change the source with `--in-place`"
        problem = Problem("bad-name", "--to", 0, "the copy would lie in its source", folder, hint)
        raise MaedeupError(problem)
    write_import(plan, root, folder)
    _tell(plan.report())
    if not has_site:
        print(f"next: maedeup init --from {folder}")
    return 0


def _host(options: argparse.Namespace) -> int:
    """Hand over to MkDocs, which knows its own arguments."""
    given: list[str] = options.arguments
    file = ["-f", options.config_file] if "-f" not in given else []
    command = [sys.executable, "-m", "mkdocs", options.name, *file, *given]
    where = {EXECUTOR: options.executor} if options.executor else {}
    done = subprocess.run(command, cwd=options.root, env=os.environ | QUIET | where, check=False)
    return done.returncode


def _stage(options: argparse.Namespace) -> int:
    from maedeup.hosts.stage import stage  # brings MkDocs' builder, which no other command needs

    pages, files = stage(options.root.resolve(), options.config_file, options.out)
    print(f"{options.out}: {pages} pages, {files} files; next: zensical build -f", end=" ")
    print(options.out / "mkdocs.yml")
    return 0


def _locale() -> str:
    """Return the language of whoever calls, where there is a site in it."""
    said = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    return said[:2] if said[:2] in LANGUAGES else "en"


def _tell(rows: Iterable[str], stream: TextIO | None = None) -> None:
    for row in rows:
        print(row, file=stream)
