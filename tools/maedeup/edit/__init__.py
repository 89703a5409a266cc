"""Files changed for an author."""
