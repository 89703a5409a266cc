"""Headings that are gone: which one is meant."""

import subprocess

import pytest

from .conftest import MakeProject


def hints(built: MakeProject, before: str, after: str, *anchors: str) -> list[str]:
    links = "\n".join(f"[[a#{anchor}]]" for anchor in anchors)
    project = built({"docs/a.md": before, "docs/index.md": "# 홈\n", "docs/b.md": links})
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        name = ["-c", "user.name=t", "-c", "user.email=t@t"]
        subprocess.run(["git", *name, *command], cwd=project.root, check=True)
    found = built(
        {"docs/a.md": after, "docs/index.md": f"# 홈\n\n[[a]] [[b]]\n\n{links}\n"}
    ).problems
    assert {p.path for p in found} == {"docs/index.md", "docs/b.md"}
    return [p.hint for p in found if p.path == "docs/b.md"]


@pytest.mark.parametrize(
    ("before", "after", "hint"),
    [
        ("## 죽은 렐루", "## 처음\n\n## 죽어 버린 렐루", "did you mean 죽어 버린 렐루?"),
        ("## 앞\n## 뜻\n## 끝", "## 앞\n## 정의\n## 끝", "it was renamed; did you mean 정의?"),
        ("## 처음\n\n## 뜻", "## 처음", "it has: 처음"),
        ("## 뜻", "글.", "it has no heading"),
    ],
)  # fmt: skip
def test_changed_heading_is_told_by_every_note_that_linked_to_it(
    built: MakeProject, before: str, after: str, hint: str
) -> None:
    wanted = "죽은 렐루" if "죽은" in before else "뜻"
    assert hints(built, before, after, wanted) == [hint]
