"""Snippets and pages as tests."""
