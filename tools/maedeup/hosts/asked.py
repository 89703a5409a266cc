"""What a command asks for by its arguments: the vault, or what is stored of it."""

from __future__ import annotations

import argparse
from dataclasses import replace

from maedeup.build import RunOptions, link, read, run
from maedeup.hosts.settings import load_settings
from maedeup.vault.vault import Vault
from maedeup.vault.web import Web


def add_executor(command: argparse.ArgumentParser) -> None:
    """Add the option that says where stale snippets run."""
    told = "`dask=tcp://HOST:8786` runs what is stale on that cluster, `dask=local:2` on one here"
    command.add_argument("--executor", default="", metavar="WHERE", help=told)


def read_vault(options: argparse.Namespace, whole: bool = False) -> Vault:
    """Read what the site has, or the whole vault: who changes files changes drafts too."""
    settings = load_settings(options.root.resolve(), options.config_file)
    if options.executor:
        settings = replace(settings, executor=options.executor)
    return read(replace(settings, ask_host=None) if whole else settings)


def stored(options: argparse.Namespace, whole: bool = False) -> Web:
    """Join what is stored: nothing is run, and what is stale is no hindrance."""
    vault = read_vault(options, whole)
    return link(vault, run(vault, RunOptions(frozen=True)))
