"""What is told of a page where a link to it is shared."""

from __future__ import annotations

import dataclasses
import struct

from maedeup.page.pictures import on_paper
from maedeup.site.sharing import LONGEST, Card, describe, head, picture

from .conftest import MakeProject

CLOUD = """\
# %% line
import matplotlib.pyplot as plt
import numpy as np

plt.figure("line")
plt.plot([1, 2])
# %% cloud
plt.figure("cloud", figsize=(3, 2))
plt.scatter(*np.random.default_rng(0).random((2, 30_000)))
"""


def test_shared_picture_is_the_first_figure_that_its_run_stored_as_pixels(
    built: MakeProject,
) -> None:
    project = built({
        "docs/a.md": "가.\n\n![[x.py#line]]\n\n![[x.py#cloud]]\n",
        "docs/b.md": "나.\n\n![[x.py#line]]\n",
        "snippets/x.py": CLOUD,
    })  # fmt: skip
    found = picture(project.web, project.notes["a.md"])
    assert found is not None
    assert found.path.startswith("assets/figures/")
    assert found.path.endswith(".png")
    width, height = struct.unpack(">II", found.png[16:24])
    assert width > height > 200
    assert on_paper(found.png)[25] == 2  # of colour alone, without transparency
    assert picture(project.web, project.notes["b.md"]) is None


def test_description_is_the_claim_as_plain_text_of_160_characters(built: MakeProject) -> None:
    long = "아주 긴 주장을 적은 노트이며 " * 12 + "끝이다."
    project = built({
        "docs/a.md": "**가**(A)는 `x`가 ![[x.py#n]]인 [[b|나]]이다. 둘째 문장.\n",
        "docs/b.md": f"{long}\n",
        "snippets/x.py": '"""한 줄로 말한 것."""\n# %% a\nn = 3\n',
    })  # fmt: skip
    project.settings = dataclasses.replace(project.settings, take_away=True)
    assert describe(project.web, "a.md") == "가(A)는 x가 3인 나이다."
    assert describe(project.web, "snippets/x.md") == "한 줄로 말한 것."
    cut = describe(project.web, "b.md")
    assert long.startswith(cut.removesuffix("…"))
    assert LONGEST - 20 < len(cut) <= LONGEST
    assert describe(project.web, "none.md") == ""


def test_head_tells_only_what_is_known() -> None:
    plain = head(Card('"가" & 나', "매듭"))
    assert '<meta property="og:title" content="&quot;가&quot; &amp; 나">' in plain
    assert '<meta property="og:type" content="article">' in plain
    assert '<meta name="twitter:card" content="summary">' in plain
    assert "og:url" not in plain
    assert "og:image" not in plain
    whole = head(Card("가", "매듭", "나.", False, "https://a.b/", "https://a.b/c.png", "그림"))
    assert '<meta property="og:image" content="https://a.b/c.png">' in whole
    assert '<meta property="og:image:alt" content="그림">' in whole
    assert '<meta property="og:type" content="website">' in whole
    assert '<meta name="twitter:card" content="summary_large_image">' in whole
