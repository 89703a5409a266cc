"""Markdown text -> Note: what an author wrote, before anything is joined."""
