"""수를 읽는다."""

from pathlib import Path


def read(path):
    """한 줄에 수 하나."""
    return [float(line) for line in Path(path).read_text().split()]
