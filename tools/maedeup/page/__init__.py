"""One note -> one page's HTML."""
