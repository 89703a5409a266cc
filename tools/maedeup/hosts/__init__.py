"""Who calls: MkDocs, Python-Markdown, pytest, the command line."""
