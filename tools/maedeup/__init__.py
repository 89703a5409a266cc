"""Linked notes whose every block of code is run, and never shown stale."""

__version__ = "0.2.0"
